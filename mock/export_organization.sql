-- GET /_mattock/export: the organization as a scenario has it, without its units; nulls are left out.
-- scan: there is one, and all of it is written
SELECT json_patch('{}', json_object(
	'id', o.id,
	'management', o.management_account_id,
	'rootId', o.root_id,
	'featureSet', o.feature_set,
	'created', iso_time(o.created_ms),
	'policyTypes', json((SELECT json_group_array(type) FROM policy_type
		WHERE organization_id = o.id AND status = 'ENABLED')),
	'trustedAccess', json((SELECT json_group_array(json(iif(enabled_ms = o.created_ms,
		json_quote(service_principal),
		json_object('service', service_principal, 'enabled', iso_time(enabled_ms)))))
		FROM service_access WHERE organization_id = o.id)),
	'features', json((SELECT json_group_array(feature) FROM organization_feature
		WHERE organization_id = o.id)),
	'delegates', json((SELECT json_group_array(
		json_patch('{}', json_object('account', account_id, 'service', service_principal,
		'enabled', nullif(iso_time(enabled_ms), iso_time(o.created_ms)))))
		FROM delegated_administrator WHERE organization_id = o.id)),
	'policies', json((SELECT json_group_array(json_patch('{}', json_object(
		'id', p.id, 'name', p.name, 'type', p.type,
		'description', nullif(p.description, ''), 'content', json(as_document(p.content)),
		'tags', json((SELECT nullif(json_group_object(key, value), '{}') FROM tag
		WHERE resource_arn LIKE '%:policy/' || o.id || '/' || lower(p.type) || '/' || p.id)),
		'attach', json((SELECT json_group_array(iif(target_id = o.root_id, 'root', target_id))
			FROM (SELECT * FROM policy_attachment AS a WHERE a.organization_id = o.id
			AND a.policy_id = p.id ORDER BY position))))))
		FROM (SELECT * FROM organization_policy AS q WHERE q.organization_id = o.id
		ORDER BY (SELECT min(position) FROM policy_attachment AS a
		WHERE a.organization_id = q.organization_id AND a.policy_id = q.id), id) AS p)),
	'detachDefault', json((SELECT json_group_array(iif(node.id = o.root_id, 'root', node.id))
		FROM (SELECT root_id AS id FROM organization
		UNION ALL SELECT id FROM organizational_unit
		UNION ALL SELECT id FROM account WHERE organization_id IS NOT NULL) AS node
		WHERE EXISTS (SELECT 1 FROM policy_type AS t WHERE t.organization_id = o.id
		AND t.type = 'SERVICE_CONTROL_POLICY')
		AND NOT EXISTS (SELECT 1 FROM policy_attachment AS a WHERE a.organization_id = o.id
		AND a.target_id = node.id AND a.policy_id = 'p-FullAWSAccess'))),
	'delegationPolicy', json((SELECT as_document(content) FROM resource_policy
		WHERE organization_id = o.id)))) AS json
FROM organization AS o
