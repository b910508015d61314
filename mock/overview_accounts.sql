-- GET /_mattock/state: a JSON object for each account. What is secret is not among the columns.
-- scan: all accounts are shown
WITH RECURSIVE node (id, path, names) AS (
	SELECT root_id, id || '/' || root_id || '/', '' FROM organization
	UNION ALL
	SELECT u.id, node.path || u.id || '/',
	       CASE node.names WHEN '' THEN u.name ELSE node.names || '/' || u.name END
	FROM node JOIN organizational_unit AS u ON u.parent_id = node.id
)
SELECT json_object(
	'id', c.id,
	'name', c.name,
	'email', c.email,
	'state', c.state,
	'path', node.path || c.id || '/',
	'unit', node.names,
	'joined', c.joined_method,
	'root', json_object(
		'password', (SELECT json_object(
			'created', strftime('%Y-%m-%dT%H:%M:%SZ', created_ms / 1000, 'unixepoch'),
			'lastUsed', strftime('%Y-%m-%dT%H:%M:%SZ',
			                     c.root_password_last_used_ms / 1000, 'unixepoch'),
			'resetRequired', json(iif(reset_required, 'true', 'false')))
			FROM login_profile WHERE owner_id = c.id),
		'keys', json((SELECT json_group_array(json_object(
			'id', id, 'status', status,
			'created', strftime('%Y-%m-%dT%H:%M:%SZ', created_ms / 1000, 'unixepoch'),
			'lastUsed', strftime('%Y-%m-%dT%H:%M:%SZ', last_used_ms / 1000, 'unixepoch'),
			'service', last_used_service, 'region', last_used_region)) FROM (
			SELECT * FROM access_key WHERE owner_id = c.id ORDER BY id))),
		'certificates', json((SELECT json_group_array(json_object(
			'id', id, 'status', status,
			'uploaded', strftime('%Y-%m-%dT%H:%M:%SZ', uploaded_ms / 1000, 'unixepoch')))
			FROM (
			SELECT * FROM signing_certificate WHERE owner_id = c.id ORDER BY id))),
		'mfa', json((SELECT json_group_array(json_object('serial', serial, 'kind', kind))
			FROM (SELECT * FROM mfa_device WHERE owner_id = c.id ORDER BY serial)))),
	'users', json((SELECT json_group_array(json_object('name', name, 'id', unique_id)) FROM (
		SELECT * FROM iam_user WHERE account_id = c.id ORDER BY name))),
	'roles', json((SELECT json_group_array(name) FROM (
		SELECT * FROM iam_role WHERE account_id = c.id ORDER BY name))),
	'buckets', json((SELECT json_group_array(json_object(
		'name', name, 'region', region, 'policy', json(policy))) FROM (
		SELECT * FROM bucket WHERE account_id = c.id ORDER BY name))),
	'queues', json((SELECT json_group_array(json_object(
		'name', name, 'region', region, 'policy', json(nullif(policy, '')))) FROM (
		SELECT * FROM queue WHERE account_id = c.id ORDER BY region, name)))
) AS json
FROM account AS c LEFT JOIN node ON node.id = c.parent_id
ORDER BY c.id
