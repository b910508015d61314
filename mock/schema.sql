-- The state of one namespace: its organizations, accounts, policies and credentials.
--
-- Times are milliseconds since 1970. An owner_id is the unique id of a principal
-- (AIDA... of a user, AROA... of a role, AGPA... of a group) or, for an account's
-- root user, the account id: so the root user's credentials are rows like any
-- other's, and every operation that shows them reads the same rows.
--
-- SQLite builds the list of an IN with more than two values anew for each row it
-- checks, so tables that are written often compare one by one.

CREATE TABLE setting (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE organization (
	id                    TEXT PRIMARY KEY,            -- o-...
	management_account_id TEXT NOT NULL UNIQUE,
	feature_set           TEXT NOT NULL CHECK (feature_set IN ('ALL', 'CONSOLIDATED_BILLING')),
	root_id               TEXT NOT NULL UNIQUE,        -- r-...
	created_ms            INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE account (
	id              TEXT PRIMARY KEY,                  -- twelve digits
	name            TEXT NOT NULL,
	email           TEXT NOT NULL UNIQUE COLLATE NOCASE,
	state           TEXT NOT NULL DEFAULT 'ACTIVE' CHECK (state = 'ACTIVE' OR
	                state = 'PENDING_ACTIVATION' OR state = 'SUSPENDED' OR
	                state = 'PENDING_CLOSURE' OR state = 'CLOSED'),
	created_ms      INTEGER NOT NULL,                  -- the root user's CreateDate
	organization_id TEXT REFERENCES organization (id), -- NULL: in no organization
	parent_id       TEXT,                              -- the root's or an OU's id
	joined_method   TEXT CHECK (joined_method IN ('INVITED', 'CREATED')),
	joined_ms       INTEGER,
	root_password_last_used_ms INTEGER,
	closed_ms       INTEGER                            -- when PENDING_CLOSURE ends, or ended
) WITHOUT ROWID;
CREATE INDEX account_by_parent ON account (parent_id, id);
CREATE INDEX account_by_organization ON account (organization_id, id);
CREATE INDEX account_closing ON account (closed_ms) WHERE state = 'PENDING_CLOSURE';
CREATE INDEX account_closed ON account (organization_id, closed_ms) WHERE closed_ms IS NOT NULL;

-- A new root e-mail address that waits for its one-time password.
CREATE TABLE primary_email_update (
	account_id TEXT PRIMARY KEY REFERENCES account (id),
	email      TEXT NOT NULL COLLATE NOCASE,
	otp        TEXT NOT NULL,                          -- AWS sends it to the new address
	started_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE organizational_unit (
	id              TEXT PRIMARY KEY,                  -- ou-...
	organization_id TEXT NOT NULL REFERENCES organization (id),
	parent_id       TEXT NOT NULL,
	name            TEXT NOT NULL,
	created_ms      INTEGER NOT NULL,
	UNIQUE (parent_id, name)
) WITHOUT ROWID;
CREATE INDEX unit_by_organization ON organizational_unit (organization_id, id);

-- Policy types that are not disabled on the organization's root.
CREATE TABLE policy_type (
	organization_id TEXT NOT NULL REFERENCES organization (id),
	type            TEXT NOT NULL,
	status          TEXT NOT NULL CHECK (status IN ('ENABLED', 'PENDING_ENABLE', 'PENDING_DISABLE')),
	PRIMARY KEY (organization_id, type)
) WITHOUT ROWID;

-- Policies of Organizations. The AWS-managed ones belong to the organization ''.
CREATE TABLE organization_policy (
	organization_id TEXT NOT NULL,
	id              TEXT NOT NULL,                     -- p-...
	type            TEXT NOT NULL,
	name            TEXT NOT NULL,
	description     TEXT NOT NULL,
	content         TEXT NOT NULL,
	PRIMARY KEY (organization_id, id),
	UNIQUE (organization_id, type, name)
) WITHOUT ROWID;

INSERT INTO organization_policy (organization_id, id, type, name, description, content) VALUES
	('', 'p-FullAWSAccess', 'SERVICE_CONTROL_POLICY', 'FullAWSAccess',
	'Allows access to every operation', '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    }
  ]
}'),
	('', 'p-RCPFullAWSAccess', 'RESOURCE_CONTROL_POLICY', 'RCPFullAWSAccess',
	'Allows access to every resource', '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "*",
      "Resource": "*"
    }
  ]
}');

-- In attachment order, which the merge of effective policies needs.
CREATE TABLE policy_attachment (
	position        INTEGER PRIMARY KEY AUTOINCREMENT,
	organization_id TEXT NOT NULL REFERENCES organization (id),
	policy_id       TEXT NOT NULL,
	target_id       TEXT NOT NULL,                     -- root, OU or account
	UNIQUE (organization_id, target_id, policy_id)
);
CREATE INDEX attachment_by_policy ON policy_attachment (organization_id, policy_id);

CREATE TABLE service_access (
	organization_id   TEXT NOT NULL REFERENCES organization (id),
	service_principal TEXT NOT NULL,
	enabled_ms        INTEGER NOT NULL,
	PRIMARY KEY (organization_id, service_principal)
) WITHOUT ROWID;

CREATE TABLE delegated_administrator (
	organization_id   TEXT NOT NULL REFERENCES organization (id),
	account_id        TEXT NOT NULL REFERENCES account (id),
	service_principal TEXT NOT NULL,
	enabled_ms        INTEGER NOT NULL,
	PRIMARY KEY (organization_id, account_id, service_principal)
) WITHOUT ROWID;

-- RootCredentialsManagement, RootSessions. Kept while trusted access is off (recorded).
CREATE TABLE organization_feature (
	organization_id TEXT NOT NULL REFERENCES organization (id),
	feature         TEXT NOT NULL,
	PRIMARY KEY (organization_id, feature)
) WITHOUT ROWID;

-- CreateAccount is asynchronous: due_ms says when the request leaves IN_PROGRESS.
CREATE TABLE create_account_request (
	id              TEXT PRIMARY KEY,                  -- car-...
	organization_id TEXT NOT NULL REFERENCES organization (id),
	account_name    TEXT NOT NULL,
	email           TEXT NOT NULL COLLATE NOCASE,
	role_name       TEXT NOT NULL,
	tags            TEXT NOT NULL DEFAULT '[]',        -- JSON, given to the new account
	state           TEXT NOT NULL CHECK (state IN ('IN_PROGRESS', 'SUCCEEDED', 'FAILED')),
	failure_reason  TEXT,
	account_id      TEXT,
	requested_ms    INTEGER NOT NULL,
	completed_ms    INTEGER,
	due_ms          INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX create_account_due ON create_account_request (state, due_ms);
CREATE INDEX create_account_by_organization ON create_account_request (organization_id, requested_ms, id);

-- Invitations, and the agreement to enable all features. A child of ENABLE_ALL_FEATURES
-- is the APPROVE_ALL_FEATURES handshake of one invited account.
CREATE TABLE handshake (
	id              TEXT PRIMARY KEY,                  -- h-...
	organization_id TEXT NOT NULL REFERENCES organization (id),
	parent_id       TEXT,                              -- of a child
	action          TEXT NOT NULL CHECK (action IN
	                ('INVITE', 'ENABLE_ALL_FEATURES', 'APPROVE_ALL_FEATURES',
	                'TRANSFER_RESPONSIBILITY')),
	state           TEXT NOT NULL CHECK (state IN
	                ('REQUESTED', 'OPEN', 'CANCELED', 'ACCEPTED', 'DECLINED', 'EXPIRED')),
	party_type      TEXT NOT NULL CHECK (party_type IN ('ACCOUNT', 'EMAIL', 'ORGANIZATION')),
	party           TEXT NOT NULL COLLATE NOCASE,      -- account id, e-mail or organization id
	resource_type   TEXT NOT NULL,                     -- the party as it was invited
	resource        TEXT NOT NULL,
	notes           TEXT,
	tags            TEXT NOT NULL DEFAULT '[]',        -- JSON, given to the account that joins
	requested_ms    INTEGER NOT NULL,
	expires_ms      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX handshake_by_organization ON handshake (organization_id, requested_ms, id);
CREATE INDEX handshake_by_party ON handshake (party, requested_ms, id);
CREATE INDEX handshake_by_parent ON handshake (parent_id, id);

-- Bills of another organization that this one pays, or was willing to; the other is the
-- handshake's party.
CREATE TABLE responsibility_transfer (
	id              TEXT PRIMARY KEY,                  -- rt-...
	organization_id TEXT NOT NULL REFERENCES organization (id),
	handshake_id    TEXT NOT NULL UNIQUE REFERENCES handshake (id),
	name            TEXT NOT NULL,
	status          TEXT NOT NULL CHECK (status IN
	                ('REQUESTED', 'ACCEPTED', 'DECLINED', 'CANCELED', 'WITHDRAWN')),
	start_ms        INTEGER NOT NULL,
	end_ms          INTEGER
) WITHOUT ROWID;
CREATE INDEX transfer_by_organization ON responsibility_transfer (organization_id, id);

-- The organization's delegation policy.
CREATE TABLE resource_policy (
	organization_id TEXT PRIMARY KEY REFERENCES organization (id),
	id              TEXT NOT NULL,                     -- rp-...
	content         TEXT NOT NULL
) WITHOUT ROWID;

-- Tags of anything, by ARN.
CREATE TABLE tag (
	resource_arn TEXT NOT NULL,
	key          TEXT NOT NULL,
	value        TEXT NOT NULL,
	PRIMARY KEY (resource_arn, key)
) WITHOUT ROWID;

CREATE TABLE iam_user (
	unique_id    TEXT PRIMARY KEY,                     -- AIDA...
	account_id   TEXT NOT NULL REFERENCES account (id),
	name         TEXT NOT NULL COLLATE NOCASE,
	path         TEXT NOT NULL,
	boundary_arn TEXT,
	created_ms   INTEGER NOT NULL,
	password_last_used_ms INTEGER,
	UNIQUE (account_id, name)
) WITHOUT ROWID;

CREATE TABLE iam_group (
	unique_id  TEXT PRIMARY KEY,                       -- AGPA...
	account_id TEXT NOT NULL REFERENCES account (id),
	name       TEXT NOT NULL COLLATE NOCASE,
	path       TEXT NOT NULL,
	created_ms INTEGER NOT NULL,
	UNIQUE (account_id, name)
) WITHOUT ROWID;

CREATE TABLE group_member (
	group_id TEXT NOT NULL REFERENCES iam_group (unique_id),
	user_id  TEXT NOT NULL REFERENCES iam_user (unique_id),
	PRIMARY KEY (group_id, user_id)
) WITHOUT ROWID;
CREATE INDEX group_of_member ON group_member (user_id, group_id);

-- Every account has some, so they stand in the order in which accounts are made.
CREATE TABLE iam_role (
	unique_id        TEXT NOT NULL UNIQUE,             -- AROA...
	account_id       TEXT NOT NULL REFERENCES account (id),
	name             TEXT NOT NULL COLLATE NOCASE,
	path             TEXT NOT NULL,                    -- /aws-service-role/... is service-linked
	trust_policy     TEXT NOT NULL,
	description      TEXT,
	max_session_s    INTEGER NOT NULL DEFAULT 3600,
	boundary_arn     TEXT,
	created_ms       INTEGER NOT NULL,
	last_used_ms     INTEGER,
	last_used_region TEXT,
	PRIMARY KEY (account_id, name)
) WITHOUT ROWID;

CREATE TABLE inline_policy (
	owner_id TEXT NOT NULL,                            -- of a user, role or group
	name     TEXT NOT NULL COLLATE NOCASE,
	document TEXT NOT NULL,
	PRIMARY KEY (owner_id, name)
) WITHOUT ROWID;

-- Customer- and AWS-managed policies of IAM; account_id is 'aws' for AWS's own.
CREATE TABLE managed_policy (
	arn             TEXT PRIMARY KEY,
	unique_id       TEXT NOT NULL UNIQUE,              -- ANPA...
	account_id      TEXT NOT NULL,
	name            TEXT NOT NULL COLLATE NOCASE,
	path            TEXT NOT NULL,
	description     TEXT,
	default_version TEXT NOT NULL,                     -- "v1"
	latest_version  INTEGER NOT NULL,                  -- the last number given, never reused
	created_ms      INTEGER NOT NULL,
	updated_ms      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX managed_policy_by_name ON managed_policy (account_id, name);

CREATE TABLE managed_policy_version (
	policy_arn TEXT NOT NULL REFERENCES managed_policy (arn),
	version    TEXT NOT NULL,
	document   TEXT NOT NULL,
	created_ms INTEGER NOT NULL,
	PRIMARY KEY (policy_arn, version)
) WITHOUT ROWID;

CREATE TABLE managed_attachment (
	owner_id   TEXT NOT NULL,
	policy_arn TEXT NOT NULL REFERENCES managed_policy (arn),
	PRIMARY KEY (owner_id, policy_arn)
) WITHOUT ROWID;
CREATE INDEX attachment_of_managed ON managed_attachment (policy_arn, owner_id);

-- A console password. The password itself is not kept.
CREATE TABLE login_profile (
	owner_id       TEXT PRIMARY KEY,
	account_id     TEXT NOT NULL REFERENCES account (id),
	reset_required INTEGER NOT NULL DEFAULT 0,
	created_ms     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE access_key (
	id                TEXT PRIMARY KEY,                -- AKIA...
	account_id        TEXT NOT NULL REFERENCES account (id),
	owner_id          TEXT NOT NULL,
	secret            TEXT NOT NULL,
	status            TEXT NOT NULL DEFAULT 'Active' CHECK (status IN ('Active', 'Inactive')),
	created_ms        INTEGER NOT NULL,
	last_used_ms      INTEGER,
	last_used_service TEXT,
	last_used_region  TEXT
) WITHOUT ROWID;
CREATE INDEX access_key_by_owner ON access_key (owner_id, id);

CREATE TABLE signing_certificate (
	id          TEXT PRIMARY KEY,
	account_id  TEXT NOT NULL REFERENCES account (id),
	owner_id    TEXT NOT NULL,
	body        TEXT NOT NULL,
	status      TEXT NOT NULL DEFAULT 'Active',
	uploaded_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX certificate_by_owner ON signing_certificate (owner_id, id);

-- owner_id and enabled_ms are NULL while a virtual device is not enabled for anyone.
CREATE TABLE mfa_device (
	serial     TEXT PRIMARY KEY,                       -- an ARN, or a hardware serial number
	account_id TEXT NOT NULL REFERENCES account (id),
	owner_id   TEXT,
	kind       TEXT NOT NULL CHECK (kind IN ('virtual', 'hardware', 'passkey')),
	created_ms INTEGER NOT NULL,
	enabled_ms INTEGER,
	seed       TEXT                                    -- base32 of a virtual device, if known
) WITHOUT ROWID;
CREATE INDEX mfa_by_owner ON mfa_device (owner_id, serial);
CREATE INDEX mfa_by_account ON mfa_device (account_id, serial);

-- Temporary credentials, in the order of issue.
CREATE TABLE session (
	access_key_id   TEXT PRIMARY KEY NOT NULL,                  -- ASIA...
	secret          TEXT NOT NULL,
	token           TEXT NOT NULL,
	kind            TEXT NOT NULL CHECK (kind = 'role' OR kind = 'root' OR kind = 'user' OR
	                kind = 'federated'),
	account_id      TEXT NOT NULL REFERENCES account (id),
	issuer_id       TEXT NOT NULL,                     -- unique id of the role or user; root: account id
	name            TEXT,                              -- role session or federated user name
	issued_ms       INTEGER NOT NULL,
	expires_ms      INTEGER NOT NULL,
	policy          TEXT,                              -- session policy document
	policy_arns     TEXT NOT NULL DEFAULT '[]',        -- JSON list of managed session policies
	task_policy_arn TEXT,                              -- kind 'root'
	source_identity TEXT,
	federated_provider TEXT,                           -- ARN of the identity provider, if one vouched
	claims          TEXT NOT NULL DEFAULT '{}',        -- JSON object of condition keys that the session keeps
	tags            TEXT NOT NULL DEFAULT '{}',        -- JSON object of session tags
	transitive_tags TEXT NOT NULL DEFAULT '[]',        -- JSON list of keys
	mfa_ms          INTEGER                            -- when MFA was given; NULL: without
);

CREATE TABLE bucket (
	name       TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	region     TEXT NOT NULL,
	created_ms INTEGER NOT NULL,
	policy     TEXT
) WITHOUT ROWID;
CREATE INDEX bucket_by_account ON bucket (account_id, name);

CREATE TABLE queue (
	account_id TEXT NOT NULL REFERENCES account (id),
	region     TEXT NOT NULL,
	name       TEXT NOT NULL,
	created_ms INTEGER NOT NULL,
	changed_ms INTEGER NOT NULL,
	policy     TEXT,
	attributes TEXT NOT NULL DEFAULT '{}',             -- JSON object of the settable others
	PRIMARY KEY (account_id, region, name)
) WITHOUT ROWID;

-- The lesser resources of IAM.

CREATE TABLE instance_profile (
	unique_id  TEXT PRIMARY KEY,                       -- AIPA...
	account_id TEXT NOT NULL REFERENCES account (id),
	name       TEXT NOT NULL COLLATE NOCASE,
	path       TEXT NOT NULL,
	created_ms INTEGER NOT NULL,
	UNIQUE (account_id, name)
) WITHOUT ROWID;

CREATE TABLE instance_profile_role (
	profile_id TEXT PRIMARY KEY REFERENCES instance_profile (unique_id),
	role_id    TEXT NOT NULL REFERENCES iam_role (unique_id)
) WITHOUT ROWID;
CREATE INDEX profile_of_role ON instance_profile_role (role_id, profile_id);

CREATE TABLE password_policy (
	account_id        TEXT PRIMARY KEY REFERENCES account (id),
	minimum_length    INTEGER NOT NULL,
	require_symbols   INTEGER NOT NULL,
	require_numbers   INTEGER NOT NULL,
	require_uppercase INTEGER NOT NULL,
	require_lowercase INTEGER NOT NULL,
	allow_change      INTEGER NOT NULL,
	hard_expiry       INTEGER NOT NULL,
	max_age_days      INTEGER NOT NULL,                -- 0: passwords do not expire
	reuse_prevention  INTEGER NOT NULL                 -- 0: none
) WITHOUT ROWID;

-- Settings of an account that no other table holds: "alias", "token_version", "RoleManager/Enabled"...
CREATE TABLE account_setting (
	account_id TEXT NOT NULL REFERENCES account (id),
	name       TEXT NOT NULL,
	value      TEXT NOT NULL,
	PRIMARY KEY (account_id, name)
) WITHOUT ROWID;
CREATE INDEX account_setting_by_value ON account_setting (name, value);

-- Requests of providers for access to an account for a while.
CREATE TABLE delegation_request (
	id               TEXT PRIMARY KEY,
	requestor_id     TEXT NOT NULL REFERENCES account (id),
	owner_account_id TEXT,                             -- twelve digits; NULL: any account
	owner_id         TEXT,                             -- ARN of who took it up
	approver_id      TEXT,                             -- ARN of who accepted it
	description      TEXT NOT NULL,
	request_message  TEXT,
	permissions      TEXT NOT NULL,                    -- JSON of DelegationPermission
	workflow_id      TEXT NOT NULL,
	redirect_url     TEXT,
	channel          TEXT NOT NULL,                    -- ARN of a topic
	session_s        INTEGER NOT NULL,
	is_sent_by_owner_only INTEGER NOT NULL,
	state            TEXT NOT NULL CHECK (state IN ('UNASSIGNED', 'ASSIGNED',
	                 'PENDING_APPROVAL', 'ACCEPTED', 'FINALIZED', 'REJECTED')),
	notes            TEXT,
	rejection_reason TEXT,
	created_ms       INTEGER NOT NULL,
	updated_ms       INTEGER NOT NULL,
	UNIQUE (requestor_id, workflow_id)
) WITHOUT ROWID;
CREATE INDEX delegation_request_by_owner ON delegation_request (owner_account_id, created_ms, id);

-- What web identity tokens are signed with, as base64 of DER.
CREATE TABLE token_key (
	algorithm   TEXT PRIMARY KEY,                      -- "RS256"
	private_key TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE credential_report (
	account_id   TEXT PRIMARY KEY REFERENCES account (id),
	content      TEXT NOT NULL,
	generated_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE ssh_public_key (
	id          TEXT PRIMARY KEY,                      -- APKA...
	account_id  TEXT NOT NULL REFERENCES account (id),
	owner_id    TEXT NOT NULL,
	body        TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	status      TEXT NOT NULL DEFAULT 'Active',
	uploaded_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX ssh_public_key_by_owner ON ssh_public_key (owner_id, id);

CREATE TABLE service_specific_credential (
	id           TEXT PRIMARY KEY,                     -- ACCA...
	account_id   TEXT NOT NULL REFERENCES account (id),
	owner_id     TEXT NOT NULL,
	service      TEXT NOT NULL,
	service_name TEXT NOT NULL,                        -- the user name or alias to sign in with
	secret       TEXT NOT NULL,
	status       TEXT NOT NULL DEFAULT 'Active',
	created_ms   INTEGER NOT NULL,
	expires_ms   INTEGER
) WITHOUT ROWID;
CREATE INDEX service_credential_by_owner ON service_specific_credential (owner_id, id);
CREATE INDEX service_credential_by_account ON service_specific_credential (account_id, id);

-- The private key of a certificate is not kept.
CREATE TABLE server_certificate (
	unique_id   TEXT PRIMARY KEY,                      -- ASCA...
	account_id  TEXT NOT NULL REFERENCES account (id),
	name        TEXT NOT NULL COLLATE NOCASE,
	path        TEXT NOT NULL,
	body        TEXT NOT NULL,
	chain       TEXT,
	uploaded_ms INTEGER NOT NULL,
	expires_ms  INTEGER NOT NULL,
	UNIQUE (account_id, name)
) WITHOUT ROWID;

-- OpenID Connect and SAML providers.
CREATE TABLE identity_provider (
	arn        TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	kind       TEXT NOT NULL CHECK (kind IN ('oidc', 'saml')),
	uuid       TEXT NOT NULL,
	document   TEXT NOT NULL,                          -- SAML metadata, or the OpenID URL
	client_ids TEXT NOT NULL DEFAULT '[]',             -- JSON list
	thumbprints TEXT NOT NULL DEFAULT '[]',            -- JSON list
	encryption TEXT,                                   -- SAML: AssertionEncryptionMode
	created_ms INTEGER NOT NULL,
	valid_until_ms INTEGER
) WITHOUT ROWID;
CREATE INDEX identity_provider_by_account ON identity_provider (account_id, kind, arn);

-- A service-linked role's deletion runs apart from the request.
CREATE TABLE role_deletion_task (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	status     TEXT NOT NULL,
	created_ms INTEGER NOT NULL
) WITHOUT ROWID;

-- When a principal last called an action, in minutes. What a root user calls is kept by service
-- alone (action ''), for nobody can ask for its actions.
CREATE TABLE last_access (
	owner_id    TEXT NOT NULL,
	service     TEXT NOT NULL,                         -- "iam"
	action      TEXT NOT NULL,                         -- "GetUser"
	last_ms     INTEGER NOT NULL,
	last_region TEXT NOT NULL,
	PRIMARY KEY (owner_id, service, action)
) WITHOUT ROWID;

-- Reports of last accesses, of IAM's resources and of an organization. What is in them is
-- written at once and shown when they are due.
CREATE TABLE access_report (
	id          TEXT PRIMARY KEY,                      -- a job's
	account_id  TEXT NOT NULL REFERENCES account (id), -- of the caller
	caller_id   TEXT NOT NULL,                         -- aws:userid
	kind        TEXT NOT NULL CHECK (kind IN ('resource', 'organization')),
	subject     TEXT NOT NULL,                         -- an ARN, or an entity's path
	policy_id   TEXT,                                  -- of an organization's report
	granularity TEXT,                                  -- of a resource's report
	services    TEXT NOT NULL DEFAULT '',              -- "iam s3", sorted
	created_ms  INTEGER NOT NULL,
	due_ms      INTEGER NOT NULL,
	error_code  TEXT,
	error       TEXT
) WITHOUT ROWID;
CREATE INDEX access_report_by_account ON access_report (account_id, created_ms);

-- A service of a report that was accessed (action ''), and its actions.
CREATE TABLE access_report_use (
	report_id   TEXT NOT NULL,
	service     TEXT NOT NULL,
	action      TEXT NOT NULL,
	entity      TEXT NOT NULL,                         -- ARN, or path of an account: the last
	last_ms     INTEGER NOT NULL,
	last_region TEXT NOT NULL,
	entities    INTEGER NOT NULL,                      -- how many principals
	PRIMARY KEY (report_id, service, action)
) WITHOUT ROWID;

-- The users and roles that a resource's report is about.
CREATE TABLE access_report_entity (
	report_id TEXT NOT NULL,
	id        TEXT NOT NULL,
	arn       TEXT NOT NULL,
	name      TEXT NOT NULL,
	type      TEXT NOT NULL,                           -- USER, ROLE
	path      TEXT NOT NULL,
	PRIMARY KEY (report_id, id)
) WITHOUT ROWID;

CREATE TABLE access_report_entity_use (
	report_id TEXT NOT NULL,
	service   TEXT NOT NULL,
	id        TEXT NOT NULL,
	last_ms   INTEGER NOT NULL,
	PRIMARY KEY (report_id, service, id)
) WITHOUT ROWID;
