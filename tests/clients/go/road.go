// The road, walked by the AWS SDK for Go v2 inside `mattock run`; prints TAP.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	ststypes "github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/aws/smithy-go"
)

const (
	management = "111111111111"
	invited    = "222222222222"
	blocked    = "333333333333"
	vended     = "444444444444"
)

var (
	background = context.Background()
	count      int
	failed     int
)

func check(holds bool, name string, found any) {
	count++
	if holds {
		fmt.Printf("ok %d - %s\n", count, name)
		return
	}
	failed++
	fmt.Printf("not ok %d - %s\n#   found: %v\n", count, name, found)
}

// refused checks that a call failed with AWS's code and a part of its text.
func refused(code, text, name string, err error) {
	var failure smithy.APIError
	check(errors.As(err, &failure) && failure.ErrorCode() == code &&
		strings.Contains(failure.ErrorMessage(), text), name, err)
}

// typed checks that the SDK made its own type of an error, and gives it back.
func typed[Error error](name string, err error) (failure Error) {
	check(errors.As(err, &failure), name, err)
	return failure
}

// must ends the walk: what follows would say nothing.
func must[Out any](out Out, err error) Out {
	if err != nil {
		fmt.Printf("Bail out! %v\n", err)
		os.Exit(1)
	}
	return out
}

// rootSession is the configuration of a root session of an account for one task.
func rootSession(base aws.Config, account, task string) (aws.Config, error) {
	answer, err := sts.NewFromConfig(base).AssumeRoot(background, &sts.AssumeRootInput{
		TargetPrincipal: aws.String(account),
		TaskPolicyArn:   &ststypes.PolicyDescriptorType{Arn: aws.String("arn:aws:iam::aws:policy/root-task/" + task)},
		DurationSeconds: aws.Int32(900),
	})
	session := base.Copy()
	if err == nil {
		given := answer.Credentials
		session.Credentials = credentials.NewStaticCredentialsProvider(
			*given.AccessKeyId, *given.SecretAccessKey, *given.SessionToken)
	}
	return session, err
}

func refusals(base aws.Config) {
	_, err := iam.NewFromConfig(base).ListOrganizationsFeatures(background, &iam.ListOrganizationsFeaturesInput{})
	refused("ServiceAccessNotEnabledException", "Trusted Access for IAM not enabled",
		"features are hidden while trusted access is off", err)
	typed[*iamtypes.ServiceAccessNotEnabledException]("which is a type of its own", err)

	unknown := base.Copy()
	unknown.Credentials = credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7UNKNOWN", strings.Repeat("no", 20), "")
	_, err = sts.NewFromConfig(unknown).GetCallerIdentity(background, &sts.GetCallerIdentityInput{})
	refused("InvalidClientTokenId", "invalid", "an unknown key is refused", err)
	_, err = organizations.NewFromConfig(unknown).ListRoots(background, &organizations.ListRootsInput{})
	refused("UnrecognizedClientException", "invalid", "and by Organizations in the words of JSON", err)

	client := organizations.NewFromConfig(base)
	_, err = client.DescribeAccount(background, &organizations.DescribeAccountInput{AccountId: aws.String("999999999999")})
	typed[*orgtypes.AccountNotFoundException]("an account of others is not found", err)
	_, err = client.ListAccounts(background, &organizations.ListAccountsInput{NextToken: aws.String("made up")})
	failure := typed[*orgtypes.InvalidInputException]("a made up token is invalid input", err)
	check(failure != nil && failure.Reason == orgtypes.InvalidInputExceptionReasonInvalidPaginationToken,
		"and its reason is read", err)
}

func enable(base aws.Config) {
	client := organizations.NewFromConfig(base)
	pages := organizations.NewListAccountsPaginator(client, &organizations.ListAccountsInput{MaxResults: aws.Int32(2)})
	var ids []string
	for pages.HasMorePages() {
		for _, account := range must(pages.NextPage(background)).Accounts {
			ids = append(ids, *account.Id)
		}
	}
	check(len(ids) == 4, "all accounts are paged through", ids)
	must(client.EnableAWSServiceAccess(background,
		&organizations.EnableAWSServiceAccessInput{ServicePrincipal: aws.String("iam.amazonaws.com")}))
	switches := iam.NewFromConfig(base)
	must(switches.EnableOrganizationsRootCredentialsManagement(background,
		&iam.EnableOrganizationsRootCredentialsManagementInput{}))
	on := must(switches.EnableOrganizationsRootSessions(background, &iam.EnableOrganizationsRootSessionsInput{}))
	check(len(on.EnabledFeatures) == 2 && *on.OrganizationId != "", "both features are on", on.EnabledFeatures)
}

func auditAndDelete(base aws.Config) {
	_, err := rootSession(base, management, "IAMAuditRootUserCredentials")
	refused("AccessDenied", "sts:AssumeRoot", "the management account is no target", err)
	session := must(rootSession(base, blocked, "IAMAuditRootUserCredentials"))
	_, err = iam.NewFromConfig(session).ListAccessKeys(background, &iam.ListAccessKeysInput{})
	refused("AccessDenied", "explicit deny in a service control policy", "an SCP denies inside the session", err)

	audit := iam.NewFromConfig(must(rootSession(base, invited, "IAMAuditRootUserCredentials")))
	keys := must(audit.ListAccessKeys(background, &iam.ListAccessKeysInput{})).AccessKeyMetadata
	check(len(keys) == 1 && keys[0].CreateDate != nil && keys[0].Status == iamtypes.StatusTypeActive,
		"the root key is listed", keys)
	_, err = audit.DeleteAccessKey(background, &iam.DeleteAccessKeyInput{AccessKeyId: keys[0].AccessKeyId})
	refused("AccessDenied", "explicit deny in a session policy", "an audit session deletes nothing", err)

	remove := iam.NewFromConfig(must(rootSession(base, invited, "IAMDeleteRootUserCredentials")))
	must(remove.DeleteAccessKey(background, &iam.DeleteAccessKeyInput{AccessKeyId: keys[0].AccessKeyId}))
	must(remove.DeleteLoginProfile(background, &iam.DeleteLoginProfileInput{}))
	_, err = audit.GetLoginProfile(background, &iam.GetLoginProfileInput{})
	typed[*iamtypes.NoSuchEntityException]("the password is gone, by a type of its own", err)
	summary := must(audit.GetAccountSummary(background, &iam.GetAccountSummaryInput{})).SummaryMap
	check(summary["AccountAccessKeysPresent"] == 0 && len(summary) > 10, "the summary is a map", summary)
}

func recovery(base aws.Config) {
	recover := iam.NewFromConfig(must(rootSession(base, vended, "IAMCreateRootUserPassword")))
	profile := must(recover.CreateLoginProfile(background, &iam.CreateLoginProfileInput{})).LoginProfile
	check(profile.CreateDate != nil, "recovery creates a login profile", profile)
	_, err := recover.CreateLoginProfile(background, &iam.CreateLoginProfileInput{})
	typed[*iamtypes.EntityAlreadyExistsException]("a second time it is there already", err)
}

func unlock(base aws.Config) {
	session := must(rootSession(base, invited, "S3UnlockBucketPolicy"))
	session.Region = "eu-west-1"
	buckets := s3.NewFromConfig(session, func(options *s3.Options) { options.UsePathStyle = true })
	bucket := aws.String("locked-exports")
	policy := must(buckets.GetBucketPolicy(background, &s3.GetBucketPolicyInput{Bucket: bucket})).Policy
	check(strings.Contains(*policy, "Nobody"), "a locked bucket shows its policy to the root session", *policy)
	must(buckets.DeleteBucketPolicy(background, &s3.DeleteBucketPolicyInput{Bucket: bucket}))
	_, err := buckets.GetBucketPolicy(background, &s3.GetBucketPolicyInput{Bucket: bucket})
	refused("NoSuchBucketPolicy", "", "the bucket is unlocked", err)

	queues := sqs.NewFromConfig(must(rootSession(base, invited, "SQSUnlockQueuePolicy")))
	url := must(queues.GetQueueUrl(background, &sqs.GetQueueUrlInput{QueueName: aws.String("locked-orders")})).QueueUrl
	must(queues.SetQueueAttributes(background, &sqs.SetQueueAttributesInput{
		QueueUrl: url, Attributes: map[string]string{"Policy": ""}}))
	left := must(queues.GetQueueAttributes(background, &sqs.GetQueueAttributesInput{
		QueueUrl: url, AttributeNames: []sqstypes.QueueAttributeName{sqstypes.QueueAttributeNamePolicy}}))
	check(left.Attributes["Policy"] == "", "the queue is unlocked", left.Attributes)
	_, err = queues.GetQueueUrl(background, &sqs.GetQueueUrlInput{QueueName: aws.String("no-such-queue")})
	typed[*sqstypes.QueueDoesNotExist]("a queue that is not there is a type of its own", err)
}

func main() {
	base := must(config.LoadDefaultConfig(background))
	for _, part := range []func(aws.Config){refusals, enable, auditAndDelete, recovery, unlock} {
		part(base)
	}
	fmt.Printf("1..%d\n", count)
	if failed > 0 {
		os.Exit(1)
	}
}
