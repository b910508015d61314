-- GET /_mattock/state: the organization as one JSON object.
-- scan: there is one, and all of it is shown
WITH RECURSIVE node (id, path, names) AS (
	SELECT root_id, id || '/' || root_id || '/', '' FROM organization
	UNION ALL
	SELECT u.id, node.path || u.id || '/',
	       CASE node.names WHEN '' THEN u.name ELSE node.names || '/' || u.name END
	FROM node JOIN organizational_unit AS u ON u.parent_id = node.id
)
SELECT json_object(
	'id', o.id,
	'management', o.management_account_id,
	'featureSet', o.feature_set,
	'rootId', o.root_id,
	'policyTypes', json((SELECT json_group_array(type) FROM (
		SELECT * FROM policy_type WHERE organization_id = o.id ORDER BY type))),
	'trustedAccess', json((SELECT json_group_array(service_principal) FROM (
		SELECT * FROM service_access WHERE organization_id = o.id
		ORDER BY service_principal))),
	'features', json((SELECT json_group_array(feature) FROM (
		SELECT * FROM organization_feature WHERE organization_id = o.id
		ORDER BY feature))),
	'delegates', json((SELECT json_group_array(
		json_object('account', account_id, 'service', service_principal)) FROM (
		SELECT * FROM delegated_administrator WHERE organization_id = o.id
		ORDER BY account_id, service_principal))),
	'units', json((SELECT json_group_array(
		json_object('id', id, 'name', names, 'path', path))
		FROM node WHERE names <> '')),
	'policies', json((SELECT json_group_array(json_object(
		'id', p.id, 'name', p.name, 'type', p.type,
		'attached', json((SELECT json_group_array(target_id) FROM (
			SELECT * FROM policy_attachment AS a
			WHERE a.organization_id = o.id AND a.policy_id = p.id
			ORDER BY position)))))
		FROM organization_policy AS p WHERE p.organization_id IN (o.id, ''))))
FROM organization AS o
