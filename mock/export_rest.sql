-- GET /_mattock/export: settings, callers, and what a scenario cannot have; nulls are left out.
-- scan: all of them are written
SELECT json_object(
	'settings', json((SELECT json_group_object(name, value) FROM setting
		WHERE name NOT LIKE 'caller.%' AND name <> 'partition')),
	'partition', coalesce((SELECT value FROM setting WHERE name = 'partition'), 'aws'),
	'callers', json((SELECT json_group_object(name, json(caller)) FROM (
		SELECT substr(s.name, 8) AS name, json_patch('{}', json_object(
			'account', k.account_id,
			'root', iif(k.owner_id = k.account_id, json('true'), NULL),
			'user', (SELECT name FROM iam_user WHERE unique_id = k.owner_id))) AS caller
		FROM setting AS s JOIN access_key AS k ON k.id = s.value ->> 'key'
		WHERE s.name LIKE 'caller.%'
		UNION ALL
		SELECT substr(s.name, 8), json_object(
			'account', substr(s.value ->> 'role', instr(s.value ->> 'role', '::') + 2, 12),
			'role', substr(s.value ->> 'role', instr(s.value ->> 'role', ':role/') + 6),
			'via', s.value ->> 'via')
		FROM setting AS s WHERE s.name LIKE 'caller.%' AND s.value ->> 'role' IS NOT NULL))),
	'unknown', json((SELECT json_group_array(json_patch('{}', json_object(
		'of', kind, 'account', account, 'name', name,
		'why', 'A scenario cannot have it; the mock has it.'))) FROM (
		SELECT 'group' AS kind, account_id AS account, name FROM iam_group
		UNION ALL SELECT 'managed policy (where attached: inline)', account_id, name
			FROM managed_policy WHERE account_id <> 'aws'
		UNION ALL SELECT 'session', account_id, name FROM session
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
		UNION ALL SELECT 'dates of last accesses', r.account_id, r.name FROM iam_role AS r
			JOIN account AS a ON a.id = r.account_id
			WHERE (r.path LIKE '/aws-service-role/%' OR (r.name =
			'OrganizationAccountAccessRole' AND a.joined_method = 'CREATED'))
			AND EXISTS (SELECT 1 FROM last_access WHERE owner_id = r.unique_id)
		UNION ALL SELECT 'delegation request', requestor_id, id FROM delegation_request
		UNION ALL SELECT 'key of web identity tokens', NULL, algorithm FROM token_key
		UNION ALL SELECT 'report of last accesses', account_id, id FROM access_report
		UNION ALL SELECT 'account creation', NULL, account_name FROM create_account_request
			WHERE state = 'IN_PROGRESS'
		UNION ALL SELECT 'date of closing', id, NULL FROM account WHERE closed_ms IS NOT NULL
		UNION ALL SELECT 'attributes of a queue', account_id, name FROM queue
			WHERE attributes <> '{}')))) AS json
