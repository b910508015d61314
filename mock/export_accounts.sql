-- GET /_mattock/export: each account as a scenario has it; nulls are left out.
-- scan: all accounts are written
SELECT json_patch('{}', json_object(
	'id', c.id,
	'name', c.name,
	'email', c.email,
	'unit', (SELECT id FROM organizational_unit WHERE id = c.parent_id),
	'state', c.state,
	'created', strftime('%Y-%m-%dT%H:%M:%SZ', c.created_ms / 1000, 'unixepoch'),
	'joined', c.joined_method,
	'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE '%:account/' || c.organization_id || '/' || c.id)),
	'root', json_patch('{}', json_object(
		'password', (SELECT json_patch('{}', json_object(
		'created', strftime('%Y-%m-%dT%H:%M:%SZ', created_ms / 1000, 'unixepoch'), 'lastUsed', strftime('%Y-%m-%dT%H:%M:%SZ', c.root_password_last_used_ms / 1000, 'unixepoch'),
		'resetRequired', json(iif(reset_required, 'true', 'false'))))
		FROM login_profile WHERE owner_id = c.id),
		'keys', json((SELECT json_group_array(json_patch('{}', json_object(
		'id', id, 'secret', secret, 'status', status, 'created', strftime('%Y-%m-%dT%H:%M:%SZ', created_ms / 1000, 'unixepoch'),
		'lastUsed', strftime('%Y-%m-%dT%H:%M:%SZ', last_used_ms / 1000, 'unixepoch'),
		'service', last_used_service, 'region', last_used_region)))
		FROM (SELECT * FROM access_key WHERE owner_id = c.id ORDER BY id))),
		'certificates', json((SELECT json_group_array(json_object(
		'id', id, 'status', status, 'uploaded', strftime('%Y-%m-%dT%H:%M:%SZ', uploaded_ms / 1000, 'unixepoch')))
		FROM (SELECT * FROM signing_certificate WHERE owner_id = c.id ORDER BY id))),
		'mfa', json((SELECT json_group_array(json_patch('{}', json_object(
		'serial', serial, 'kind', kind, 'enabled', strftime('%Y-%m-%dT%H:%M:%SZ', enabled_ms / 1000, 'unixepoch'))))
		FROM (SELECT * FROM mfa_device WHERE owner_id = c.id ORDER BY serial))),
		'accesses', json((SELECT nullif(json_group_array(json_object(
		'action', service || iif(action = '', '', ':' || action), 'last',
		strftime('%Y-%m-%dT%H:%M:%SZ', last_ms / 1000, 'unixepoch'), 'region', last_region)),
		'[]') FROM (SELECT * FROM last_access WHERE owner_id = c.id
		ORDER BY service, action))))),
	'users', json((SELECT json_group_array(json_patch('{}', json_object(
		'name', u.name, 'id', u.unique_id, 'path', u.path, 'boundary', u.boundary_arn,
		'created', strftime('%Y-%m-%dT%H:%M:%SZ', u.created_ms / 1000, 'unixepoch'),
		'policies', json((SELECT json_group_array(json(item)) FROM (
		SELECT json_quote(a.policy_arn) AS item FROM managed_attachment AS a
		JOIN managed_policy AS m ON m.arn = a.policy_arn
		WHERE a.owner_id = u.unique_id AND m.account_id = 'aws'
		UNION ALL SELECT v.document FROM managed_attachment AS a
		JOIN managed_policy AS m ON m.arn = a.policy_arn AND m.account_id <> 'aws'
		JOIN managed_policy_version AS v ON v.policy_arn = m.arn AND v.version = m.default_version
		WHERE a.owner_id = u.unique_id
		UNION ALL SELECT document FROM (SELECT document FROM inline_policy
		WHERE owner_id = u.unique_id ORDER BY document)))),
		'keys', json((SELECT json_group_array(json_patch('{}', json_object(
		'id', id, 'secret', secret, 'status', status, 'created', strftime('%Y-%m-%dT%H:%M:%SZ', created_ms / 1000, 'unixepoch'),
		'lastUsed', strftime('%Y-%m-%dT%H:%M:%SZ', last_used_ms / 1000, 'unixepoch'),
		'service', last_used_service, 'region', last_used_region)))
		FROM (SELECT * FROM access_key WHERE owner_id = u.unique_id ORDER BY id))),
		'certificates', json((SELECT json_group_array(json_object(
		'id', id, 'status', status, 'uploaded', strftime('%Y-%m-%dT%H:%M:%SZ', uploaded_ms / 1000, 'unixepoch')))
		FROM (SELECT * FROM signing_certificate WHERE owner_id = u.unique_id ORDER BY id))),
		'password', (SELECT json_patch('{}', json_object(
		'created', strftime('%Y-%m-%dT%H:%M:%SZ', created_ms / 1000, 'unixepoch'), 'lastUsed', strftime('%Y-%m-%dT%H:%M:%SZ', u.password_last_used_ms / 1000, 'unixepoch'),
		'resetRequired', json(iif(reset_required, 'true', 'false'))))
		FROM login_profile WHERE owner_id = u.unique_id),
		'mfa', json((SELECT json_group_array(json_patch('{}', json_object(
		'serial', serial, 'kind', kind, 'enabled', strftime('%Y-%m-%dT%H:%M:%SZ', enabled_ms / 1000, 'unixepoch'))))
		FROM (SELECT * FROM mfa_device WHERE owner_id = u.unique_id ORDER BY serial))),
		'accesses', json((SELECT nullif(json_group_array(json_object(
		'action', service || iif(action = '', '', ':' || action), 'last',
		strftime('%Y-%m-%dT%H:%M:%SZ', last_ms / 1000, 'unixepoch'), 'region', last_region)),
		'[]') FROM (SELECT * FROM last_access WHERE owner_id = u.unique_id
		ORDER BY service, action))),
		'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE '%:iam::' || c.id || ':user' || u.path || u.name)))))
		FROM (SELECT * FROM iam_user WHERE account_id = c.id ORDER BY name) AS u)),
	'roles', json((SELECT json_group_array(json_patch('{}', json_object(
		'name', r.name, 'path', r.path, 'description', r.description,
		'boundary', r.boundary_arn, 'trust', json(r.trust_policy),
		'created', strftime('%Y-%m-%dT%H:%M:%SZ', r.created_ms / 1000, 'unixepoch'), 'maxSession', r.max_session_s,
		'accesses', json((SELECT nullif(json_group_array(json_object(
		'action', service || iif(action = '', '', ':' || action), 'last',
		strftime('%Y-%m-%dT%H:%M:%SZ', last_ms / 1000, 'unixepoch'), 'region', last_region)),
		'[]') FROM (SELECT * FROM last_access WHERE owner_id = r.unique_id
		ORDER BY service, action))),
		'policies', json((SELECT json_group_array(json(item)) FROM (
		SELECT json_quote(a.policy_arn) AS item FROM managed_attachment AS a
		JOIN managed_policy AS m ON m.arn = a.policy_arn
		WHERE a.owner_id = r.unique_id AND m.account_id = 'aws'
		UNION ALL SELECT v.document FROM managed_attachment AS a
		JOIN managed_policy AS m ON m.arn = a.policy_arn AND m.account_id <> 'aws'
		JOIN managed_policy_version AS v ON v.policy_arn = m.arn AND v.version = m.default_version
		WHERE a.owner_id = r.unique_id
		UNION ALL SELECT document FROM (SELECT document FROM inline_policy
		WHERE owner_id = r.unique_id ORDER BY document)))),
		'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE '%:iam::' || c.id || ':role' || r.path || r.name)))))
		FROM (SELECT * FROM iam_role WHERE account_id = c.id ORDER BY name) AS r
		WHERE r.path NOT LIKE '/aws-service-role/%'
		AND NOT (r.name = 'OrganizationAccountAccessRole' AND c.joined_method = 'CREATED'))),
	'buckets', json((SELECT json_group_array(json_patch('{}', json_object(
		'name', b.name, 'region', b.region, 'policy', json(b.policy),
		'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE 'arn:%:s3:::' || b.name)))))
		FROM (SELECT * FROM bucket WHERE account_id = c.id ORDER BY name) AS b)),
	'queues', json((SELECT json_group_array(json_patch('{}', json_object(
		'name', q.name, 'region', q.region, 'policy', json(nullif(q.policy, '')),
		'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE 'arn:%:sqs:' || q.region || ':' || c.id || ':' || q.name)))))
		FROM (SELECT * FROM queue WHERE account_id = c.id ORDER BY region, name) AS q)))) AS json
FROM account AS c ORDER BY c.id
