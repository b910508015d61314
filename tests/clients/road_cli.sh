#!/bin/bash
# The road, walked by the AWS CLI inside `mattock run`; prints TAP.
# Usage: road_cli.sh PATH-OF-AWS
set -u
aws=$1
task=arn:aws:iam::aws:policy/root-task
count=0
failed=0

# check NAME WANTED FOUND: FOUND must contain WANTED.
check() {
	count=$((count + 1))
	case $3 in
	*"$2"*) echo "ok $count - $1" ;;
	*)
		failed=$((failed + 1))
		echo "not ok $count - $1"
		printf '%s\n' "$3" | sed 's/^/#   /'
		;;
	esac
}

# root ACCOUNT TASK ARGUMENTS...: an AWS CLI command with a root session in its own environment only.
root() {
	local given
	given=$("$aws" sts assume-root --target-principal "$1" --task-policy-arn "arn=$task/$2" \
		--query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text 2>&1) ||
		{ echo "$given"; return 1; }
	shift 2
	(
		read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$given"
		export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
		unset AWS_PROFILE
		"$aws" "$@" 2>&1
	)
}

check 'features are hidden while trusted access is off' '(ServiceAccessNotEnabledException)' \
	"$("$aws" iam list-organizations-features 2>&1)"
check 'the caller is the admin' 'arn:aws:iam::111111111111:user/admin' \
	"$("$aws" sts get-caller-identity 2>&1)"
"$aws" organizations enable-aws-service-access --service-principal iam.amazonaws.com
"$aws" iam enable-organizations-root-credentials-management > /dev/null
check 'both features are on' 'RootSessions' "$("$aws" iam enable-organizations-root-sessions 2>&1)"
check 'the management account is no target' \
	'not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::111111111111:root' \
	"$(root 111111111111 IAMAuditRootUserCredentials iam get-user)"
check 'an SCP denies inside the session' 'explicit deny in a service control policy' \
	"$(root 333333333333 IAMAuditRootUserCredentials iam list-access-keys)"
check 'the root key is listed' AKIAROOTKEYOFINVITED \
	"$(root 222222222222 IAMAuditRootUserCredentials iam list-access-keys)"
check 'an audit session deletes nothing' 'explicit deny in a session policy' \
	"$(root 222222222222 IAMAuditRootUserCredentials iam delete-access-key --access-key-id AKIAROOTKEYOFINVITED)"
check 'a delete session deletes' 'status 0' \
	"$(root 222222222222 IAMDeleteRootUserCredentials iam delete-access-key --access-key-id AKIAROOTKEYOFINVITED; echo "status $?")"
check 'the key is gone' '"AccessKeyMetadata": []' \
	"$(root 222222222222 IAMAuditRootUserCredentials iam list-access-keys)"
check 'the password of a vended account is not there' '(NoSuchEntity)' \
	"$(root 444444444444 IAMAuditRootUserCredentials iam get-login-profile)"
check 'recovery creates a login profile without a password' '"CreateDate"' \
	"$(root 444444444444 IAMCreateRootUserPassword iam create-login-profile)"
check 'a second time it is there already' '(EntityAlreadyExists)' \
	"$(root 444444444444 IAMCreateRootUserPassword iam create-login-profile)"
check 'a recovery session reads no keys' 'explicit deny in a session policy' \
	"$(root 444444444444 IAMCreateRootUserPassword iam list-access-keys)"
check 'a delete session locks the account again' 'status 0' \
	"$(root 444444444444 IAMDeleteRootUserCredentials iam delete-login-profile; echo "status $?")"
check 'a locked bucket shows its policy to the root session' Nobody \
	"$(root 222222222222 S3UnlockBucketPolicy s3api get-bucket-policy --bucket locked-exports --region eu-west-1)"

echo "1..$count"
[ "$failed" = 0 ]
