-- GET /_mattock/export: the organization as a scenario has it, without its units; nulls are left out.
-- scan: there is one, and all of it is written
SELECT json_patch('{}', json_object(
	'id', o.id,
	'management', o.management_account_id,
	'rootId', o.root_id,
	'featureSet', o.feature_set,
	'created', strftime('%Y-%m-%dT%H:%M:%SZ', o.created_ms / 1000, 'unixepoch'),
	'policyTypes', json((SELECT json_group_array(type) FROM policy_type
		WHERE organization_id = o.id AND status = 'ENABLED')),
	'trustedAccess', json((SELECT json_group_array(service_principal) FROM service_access
		WHERE organization_id = o.id)),
	'features', json((SELECT json_group_array(feature) FROM organization_feature
		WHERE organization_id = o.id)),
	'delegates', json((SELECT json_group_array(
		json_object('account', account_id, 'service', service_principal))
		FROM delegated_administrator WHERE organization_id = o.id)),
	'policies', json((SELECT json_group_array(json_patch('{}', json_object(
		'id', p.id, 'name', p.name, 'type', p.type,
		'description', nullif(p.description, ''), 'content', json(p.content),
		'attach', json((SELECT json_group_array(iif(target_id = o.root_id, 'root', target_id))
			FROM (SELECT * FROM policy_attachment AS a WHERE a.organization_id = o.id
			AND a.policy_id = p.id ORDER BY position))))))
		FROM organization_policy AS p WHERE p.organization_id = o.id)),
	'detachDefault', json((SELECT json_group_array(iif(node.id = o.root_id, 'root', node.id))
		FROM (SELECT root_id AS id FROM organization
		UNION ALL SELECT id FROM organizational_unit
		UNION ALL SELECT id FROM account WHERE organization_id IS NOT NULL) AS node
		WHERE EXISTS (SELECT 1 FROM policy_type AS t WHERE t.organization_id = o.id
		AND t.type = 'SERVICE_CONTROL_POLICY')
		AND NOT EXISTS (SELECT 1 FROM policy_attachment AS a WHERE a.organization_id = o.id
		AND a.target_id = node.id AND a.policy_id = 'p-FullAWSAccess'))),
	'delegationPolicy', json((SELECT content FROM resource_policy
		WHERE organization_id = o.id)))) AS json
FROM organization AS o
