-- GET /_mattock/export: each account as a scenario has it; nulls are left out.
-- scan: all accounts are written
SELECT json_patch('{}', json_object(
	'id', c.id,
	'name', c.name,
	'email', c.email,
	'unit', (SELECT id FROM organizational_unit WHERE id = c.parent_id),
	'state', c.state,
	'created', iso_time(c.created_ms),
	'joined', c.joined_method,
	'joinedAt', nullif(iso_time(c.joined_ms), iso_time(c.created_ms)),
	'outside', iif(c.organization_id IS NULL AND EXISTS (SELECT 1 FROM organization),
		json('true'), NULL),
	'noDefaultRoles', iif(c.organization_id IS NOT NULL, json('true'), NULL),
	'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE '%:account/' || c.organization_id || '/' || c.id)),
	'root', json_patch('{}', json_object(
		'password', (SELECT json_patch('{}', json_object(
		'created', iso_time(created_ms), 'lastUsed', iso_time(c.root_password_last_used_ms),
		'resetRequired', json(iif(reset_required, 'true', 'false'))))
		FROM login_profile WHERE owner_id = c.id),
		'keys', json((SELECT json_group_array(json_patch('{}', json_object(
		'id', id, 'secret', secret, 'status', status, 'created', iso_time(created_ms),
		'lastUsed', iso_time(last_used_ms),
		'service', last_used_service, 'region', last_used_region)))
		FROM (SELECT * FROM access_key WHERE owner_id = c.id ORDER BY id))),
		'certificates', json((SELECT json_group_array(json_object(
		'id', id, 'status', status, 'uploaded', iso_time(uploaded_ms)))
		FROM (SELECT * FROM signing_certificate WHERE owner_id = c.id ORDER BY id))),
		'mfa', json((SELECT json_group_array(json_patch('{}', json_object(
		'serial', serial, 'kind', kind, 'enabled', iso_time(enabled_ms))))
		FROM (SELECT * FROM mfa_device WHERE owner_id = c.id ORDER BY serial))),
		'accesses', json((SELECT nullif(json_group_array(json_object(
		'action', service || iif(action = '', '', ':' || action), 'last',
		iso_time(last_ms), 'region', last_region)),
		'[]') FROM (SELECT * FROM last_access WHERE owner_id = c.id
		ORDER BY service, action))))),
	'users', json((SELECT json_group_array(json_patch('{}', json_object(
		'name', u.name, 'id', u.unique_id, 'path', u.path, 'boundary', u.boundary_arn,
		'created', iso_time(u.created_ms),
		'policies', json((SELECT json_group_array(json(item)) FROM (
		SELECT json_quote(policy_arn) AS item FROM managed_attachment
		WHERE owner_id = u.unique_id
		UNION ALL SELECT json_object('name', name, 'document', json(as_document(document))) FROM (
		SELECT name, document FROM inline_policy WHERE owner_id = u.unique_id ORDER BY name)))),
		'keys', json((SELECT json_group_array(json_patch('{}', json_object(
		'id', id, 'secret', secret, 'status', status, 'created', iso_time(created_ms),
		'lastUsed', iso_time(last_used_ms),
		'service', last_used_service, 'region', last_used_region)))
		FROM (SELECT * FROM access_key WHERE owner_id = u.unique_id ORDER BY id))),
		'certificates', json((SELECT json_group_array(json_object(
		'id', id, 'status', status, 'uploaded', iso_time(uploaded_ms)))
		FROM (SELECT * FROM signing_certificate WHERE owner_id = u.unique_id ORDER BY id))),
		'password', (SELECT json_patch('{}', json_object(
		'created', iso_time(created_ms), 'lastUsed', iso_time(u.password_last_used_ms),
		'resetRequired', json(iif(reset_required, 'true', 'false'))))
		FROM login_profile WHERE owner_id = u.unique_id),
		'mfa', json((SELECT json_group_array(json_patch('{}', json_object(
		'serial', serial, 'kind', kind, 'enabled', iso_time(enabled_ms))))
		FROM (SELECT * FROM mfa_device WHERE owner_id = u.unique_id ORDER BY serial))),
		'accesses', json((SELECT nullif(json_group_array(json_object(
		'action', service || iif(action = '', '', ':' || action), 'last',
		iso_time(last_ms), 'region', last_region)),
		'[]') FROM (SELECT * FROM last_access WHERE owner_id = u.unique_id
		ORDER BY service, action))),
		'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE '%:iam::' || c.id || ':user' || u.path || u.name)))))
		FROM (SELECT * FROM iam_user WHERE account_id = c.id ORDER BY name) AS u)),
	'roles', json((SELECT json_group_array(json_patch('{}', json_object(
		'name', r.name, 'id', r.unique_id, 'path', r.path, 'description', r.description,
		'boundary', r.boundary_arn, 'trust', json(as_document(r.trust_policy)),
		'lastUsed', iso_time(r.last_used_ms), 'region', r.last_used_region,
		'created', iso_time(r.created_ms), 'maxSession', r.max_session_s,
		'accesses', json((SELECT nullif(json_group_array(json_object(
		'action', service || iif(action = '', '', ':' || action), 'last',
		iso_time(last_ms), 'region', last_region)),
		'[]') FROM (SELECT * FROM last_access WHERE owner_id = r.unique_id
		ORDER BY service, action))),
		'policies', json((SELECT json_group_array(json(item)) FROM (
		SELECT json_quote(policy_arn) AS item FROM managed_attachment
		WHERE owner_id = r.unique_id
		UNION ALL SELECT json_object('name', name, 'document', json(as_document(document))) FROM (
		SELECT name, document FROM inline_policy WHERE owner_id = r.unique_id ORDER BY name)))),
		'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE '%:iam::' || c.id || ':role' || r.path || r.name)))))
		FROM (SELECT * FROM iam_role WHERE account_id = c.id ORDER BY name) AS r)),
	'groups', json((SELECT nullif(json_group_array(json_patch('{}', json_object(
		'name', g.name, 'id', g.unique_id, 'path', g.path, 'created', iso_time(g.created_ms),
		'policies', json((SELECT json_group_array(json(item)) FROM (
		SELECT json_quote(policy_arn) AS item FROM managed_attachment
		WHERE owner_id = g.unique_id
		UNION ALL SELECT json_object('name', name, 'document', json(as_document(document))) FROM (
		SELECT name, document FROM inline_policy WHERE owner_id = g.unique_id ORDER BY name)))),
		'members', json((SELECT json_group_array(name) FROM (SELECT u.name FROM group_member AS m
		JOIN iam_user AS u ON u.unique_id = m.user_id WHERE m.group_id = g.unique_id
		ORDER BY u.name)))))), '[]')
		FROM (SELECT * FROM iam_group WHERE account_id = c.id ORDER BY name) AS g)),
	'managedPolicies', json((SELECT nullif(json_group_array(json_patch('{}', json_object(
		'name', m.name, 'id', m.unique_id, 'path', m.path, 'description', m.description,
		'default', m.default_version, 'latest', m.latest_version,
		'created', iso_time(m.created_ms), 'updated', iso_time(m.updated_ms),
		'versions', json((SELECT json_group_array(json_object('version', version,
		'document', json(as_document(document)), 'created', iso_time(created_ms)))
		FROM (SELECT * FROM managed_policy_version WHERE policy_arn = m.arn ORDER BY created_ms,
		version))),
		'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn = m.arn))))), '[]')
		FROM (SELECT * FROM managed_policy WHERE account_id = c.id ORDER BY name) AS m)),
	'buckets', json((SELECT json_group_array(json_patch('{}', json_object(
		'name', b.name, 'region', b.region, 'policy', json(as_document(b.policy)),
		'created', nullif(iso_time(b.created_ms), iso_time(c.created_ms)),
		'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE 'arn:%:s3:::' || b.name)))))
		FROM (SELECT * FROM bucket WHERE account_id = c.id ORDER BY name) AS b)),
	'queues', json((SELECT json_group_array(json_patch('{}', json_object(
		'name', q.name, 'region', q.region, 'policy', json(as_document(nullif(q.policy, ''))),
		'created', nullif(iso_time(q.created_ms), iso_time(c.created_ms)),
		'changed', nullif(iso_time(q.changed_ms), iso_time(q.created_ms)),
		'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE 'arn:%:sqs:' || q.region || ':' || c.id || ':' || q.name)))))
		FROM (SELECT * FROM queue WHERE account_id = c.id ORDER BY region, name) AS q)))) AS json
FROM account AS c ORDER BY (SELECT position FROM policy_attachment AS a
	WHERE a.organization_id = c.organization_id AND a.target_id = c.id
	AND a.policy_id = 'p-FullAWSAccess'), c.id
