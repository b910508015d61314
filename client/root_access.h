/*
 * root_access.h - the switches of centralized root access.
 *
 * Trusted access for IAM, the two features and the delegated administrators
 * are read independently of each other: a switch that cannot be read is
 * unknown, and says nothing about the others.
 */
#pragma once

#include "client/client.h"
#include "client/known.h"

/* The service principal of all of it. */
#define ROOT_ACCESS_PRINCIPAL "iam.amazonaws.com"

struct root_access_delegate {
	const char *account_id, *name, *state;
};

struct root_access {
	struct known trust;       /* Organizations trusts iam.amazonaws.com */
	struct known credentials; /* feature RootCredentialsManagement */
	struct known sessions;    /* feature RootSessions */
	/*
	 * Trusted access is off, which hides the features: they are shown absent
	 * although AWS keeps their flags and shows them again with it (recorded).
	 */
	bool is_hidden;
	struct known delegated; /* whether there is a delegate */
	const struct root_access_delegate *delegates;
	size_t delegate_count;
};

/* Reads all of it. Texts live in the client's arena. */
void root_access_read(struct client *client, struct root_access *out_access);

/* The single parts of it. */
void root_access_read_trust(struct client *client, struct root_access *access);
void root_access_read_delegates(struct client *client, struct root_access *access);
