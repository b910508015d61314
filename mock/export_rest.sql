-- GET /_mattock/export: settings, callers, and what a scenario cannot have; nulls are left out.
-- scan: all of them are written
SELECT json_patch('{}', json_object(
	'settings', json((SELECT json_group_object(name, value) FROM setting
		WHERE name NOT LIKE 'caller.%' AND name NOT IN ('partition', 'state.starts'))),
	'partition', (SELECT value FROM setting WHERE name = 'partition'),
	'callers', json((SELECT json_group_object(name, json(caller)) FROM (
		SELECT substr(s.name, 8) AS name, json_patch('{}', json_object(
			'account', k.account_id,
			'root', iif(k.owner_id = k.account_id, json('true'), NULL),
			'key', json_object('id', k.id, 'secret', k.secret),
			'user', (SELECT name FROM iam_user WHERE unique_id = k.owner_id))) AS caller
		FROM setting AS s JOIN access_key AS k ON k.id = s.value ->> 'key'
		WHERE s.name LIKE 'caller.%'
		UNION ALL
		SELECT substr(s.name, 8), json_object(
			'account', substr(s.value ->> 'role', instr(s.value ->> 'role', '::') + 2, 12),
			'role', substr(s.value ->> 'role', instr(s.value ->> 'role', ':role/') + 6),
			'via', s.value ->> 'via')
		FROM setting AS s WHERE s.name LIKE 'caller.%' AND s.value ->> 'role' IS NOT NULL))),
	'awsPolicies', json((SELECT nullif(json_group_array(json_object('name', substr(path, 2) || name,
		'created', iso_time(created_ms))), '[]') FROM (
		SELECT * FROM managed_policy AS m WHERE account_id = 'aws' AND NOT EXISTS (
		SELECT 1 FROM managed_policy_version WHERE policy_arn = m.arn) AND EXISTS (
		SELECT 1 FROM managed_attachment WHERE policy_arn = m.arn) ORDER BY arn))),
	'unknown', json((SELECT json_group_array(json_patch('{}', json_object(
		'of', kind, 'account', account, 'name', name,
		'why', 'A scenario cannot have it; the mock has it.'))) FROM (
		SELECT 'session' AS kind, account_id AS account, name FROM session
		UNION ALL SELECT 'certificate''s body', account_id, id FROM signing_certificate
		UNION ALL SELECT 'instance profile', account_id, name FROM instance_profile
		UNION ALL SELECT 'password policy', account_id, NULL FROM password_policy
		UNION ALL SELECT 'account setting', account_id, name FROM account_setting
		UNION ALL SELECT 'SSH public key', account_id, id FROM ssh_public_key
		UNION ALL SELECT 'service-specific credential', account_id, id
			FROM service_specific_credential
		UNION ALL SELECT 'server certificate', account_id, name FROM server_certificate
		UNION ALL SELECT 'identity provider', account_id, arn FROM identity_provider
		UNION ALL SELECT 'unassigned MFA device', account_id, serial FROM mfa_device
			WHERE owner_id IS NULL
		UNION ALL SELECT 'handshake', NULL, id FROM handshake
		UNION ALL SELECT 'responsibility transfer', NULL, id FROM responsibility_transfer
		UNION ALL SELECT 'delegation request', requestor_id, id FROM delegation_request
		UNION ALL SELECT 'key of web identity tokens', NULL, algorithm FROM token_key
		UNION ALL SELECT 'report of last accesses', account_id, id FROM access_report
		UNION ALL SELECT 'account creation', NULL, account_name FROM create_account_request
		UNION ALL SELECT 'date of closing', id, NULL FROM account WHERE closed_ms IS NOT NULL
		UNION ALL SELECT 'caller without its key', NULL, substr(name, 8) FROM setting
			WHERE name LIKE 'caller.%' AND value ->> 'key' IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM access_key WHERE id = value ->> 'key')
		UNION ALL SELECT 'change of an e-mail address', account_id, email
			FROM primary_email_update
		UNION ALL SELECT 'credential report', account_id, NULL FROM credential_report
		UNION ALL SELECT 'deletion of a role', account_id, id FROM role_deletion_task
		UNION ALL SELECT 'seed of an MFA device', account_id, serial FROM mfa_device
			WHERE seed IS NOT NULL AND owner_id IS NOT NULL
		UNION ALL SELECT 'id of the delegation policy', NULL, id FROM resource_policy
		UNION ALL SELECT 'policy type that changes', NULL, type FROM policy_type
			WHERE status <> 'ENABLED'
		UNION ALL SELECT 'tags', NULL, resource_arn FROM tag
			WHERE resource_arn LIKE '%:root/o-%' OR resource_arn LIKE '%:resourcepolicy/%'
			OR resource_arn LIKE '%:iam::%' AND resource_arn NOT LIKE '%:user/%'
			AND resource_arn NOT LIKE '%:role/%' AND resource_arn NOT LIKE '%:policy/%'
			GROUP BY resource_arn
		UNION ALL SELECT 'attributes of a queue', account_id, name FROM queue
			WHERE attributes <> '{}'))))) AS json
