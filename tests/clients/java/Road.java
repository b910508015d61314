import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.LoginProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.ServiceAccessNotEnabledException;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.AccountNotFoundException;
import software.amazon.awssdk.services.organizations.model.InvalidInputException;
import software.amazon.awssdk.services.organizations.model.InvalidInputExceptionReason;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The road, walked by the AWS SDK for Java v2 inside {@code mattock run}; prints TAP. */
public class Road {
    private static final String MANAGEMENT = "111111111111";
    private static final String INVITED = "222222222222";
    private static final String BLOCKED = "333333333333";
    private static final String VENDED = "444444444444";

    private static final AwsCredentialsProvider ADMIN = DefaultCredentialsProvider.builder().build();
    private static int count;
    private static int failed;

    public static void main(String[] arguments) {
        for (Runnable part : List.<Runnable>of(
                Road::refusals, Road::enable, Road::auditAndDelete, Road::recovery, Road::unlock)) {
            part.run();
        }
        System.out.println("1.." + count);
        System.exit(failed == 0 ? 0 : 1);
    }

    private static void check(boolean holds, String name, Object found) {
        count++;
        System.out.println((holds ? "ok " : "not ok ") + count + " - " + name);
        if (!holds) {
            failed++;
            System.out.println("#   found: " + found);
        }
    }

    /** Checks that a call fails with AWS's code and a part of its text, as the SDK's own type. */
    private static <E extends AwsServiceException> E refused(Class<E> type, String code, String text, String name,
            Supplier<?> call) {
        try {
            check(false, name, call.get());
        } catch (AwsServiceException failure) {
            check(type.isInstance(failure) && failure.awsErrorDetails().errorCode().equals(code)
                    && failure.awsErrorDetails().errorMessage().contains(text)
                    && failure.requestId() != null, name, failure);
            return type.isInstance(failure) ? type.cast(failure) : null;
        }
        return null;
    }

    /** Region.AWS_GLOBAL would do at AWS's own endpoint; with another one the SDK signs for a region of that name. */
    private static IamClient iam(AwsCredentialsProvider who) {
        return IamClient.builder().region(Region.US_EAST_1).credentialsProvider(who).build();
    }

    /** Root credentials of an account, for one task. */
    private static AwsCredentialsProvider rootSession(String account, String task) {
        Credentials given = StsClient.builder().credentialsProvider(ADMIN).build().assumeRoot(request -> request
                .targetPrincipal(account).durationSeconds(900)
                .taskPolicyArn(policy -> policy.arn("arn:aws:iam::aws:policy/root-task/" + task))).credentials();
        return StaticCredentialsProvider.create(AwsSessionCredentials.create(
                given.accessKeyId(), given.secretAccessKey(), given.sessionToken()));
    }

    private static void refusals() {
        refused(ServiceAccessNotEnabledException.class, "ServiceAccessNotEnabledException",
                "Trusted Access for IAM not enabled", "features are hidden while trusted access is off",
                () -> iam(ADMIN).listOrganizationsFeatures(request -> { }));
        AwsCredentialsProvider unknown = StaticCredentialsProvider.create(
                AwsBasicCredentials.create("AKIAIOSFODNN7UNKNOWN", "no".repeat(20)));
        refused(AwsServiceException.class, "InvalidClientTokenId", "invalid", "an unknown key is refused",
                () -> StsClient.builder().credentialsProvider(unknown).build().getCallerIdentity());
        refused(AwsServiceException.class, "UnrecognizedClientException", "invalid",
                "and by Organizations in the words of JSON",
                () -> OrganizationsClient.builder().credentialsProvider(unknown).build().listRoots());

        OrganizationsClient client = OrganizationsClient.create();
        refused(AccountNotFoundException.class, "AccountNotFoundException", "", "an account of others is not found",
                () -> client.describeAccount(request -> request.accountId("999999999999")));
        InvalidInputException failure = refused(InvalidInputException.class, "InvalidInputException", "",
                "a made up token is invalid input",
                () -> client.listAccounts(request -> request.nextToken("made up")));
        check(failure != null && failure.reason() == InvalidInputExceptionReason.INVALID_NEXT_TOKEN,
                "and its reason is read", failure);
    }

    private static void enable() {
        OrganizationsClient client = OrganizationsClient.create();
        List<String> ids = client.listAccountsPaginator(request -> request.maxResults(2)).stream()
                .flatMap(page -> page.accounts().stream()).map(Account::id).toList();
        check(ids.size() == 4, "all accounts are paged through", ids);
        client.enableAWSServiceAccess(request -> request.servicePrincipal("iam.amazonaws.com"));
        iam(ADMIN).enableOrganizationsRootCredentialsManagement(request -> { });
        List<String> on = iam(ADMIN).enableOrganizationsRootSessions(request -> { }).enabledFeaturesAsStrings();
        check(on.size() == 2, "both features are on", on);
    }

    private static void auditAndDelete() {
        refused(AwsServiceException.class, "AccessDenied", "sts:AssumeRoot", "the management account is no target",
                () -> rootSession(MANAGEMENT, "IAMAuditRootUserCredentials"));
        refused(AwsServiceException.class, "AccessDenied", "explicit deny in a service control policy",
                "an SCP denies inside the session",
                () -> iam(rootSession(BLOCKED, "IAMAuditRootUserCredentials")).listAccessKeys());
        IamClient audit = iam(rootSession(INVITED, "IAMAuditRootUserCredentials"));
        List<AccessKeyMetadata> keys = audit.listAccessKeys().accessKeyMetadata();
        check(keys.size() == 1 && keys.get(0).createDate() != null && keys.get(0).status() == StatusType.ACTIVE,
                "the root key is listed", keys);
        String key = keys.get(0).accessKeyId();
        refused(AwsServiceException.class, "AccessDenied", "explicit deny in a session policy",
                "an audit session deletes nothing", () -> audit.deleteAccessKey(request -> request.accessKeyId(key)));
        IamClient remove = iam(rootSession(INVITED, "IAMDeleteRootUserCredentials"));
        remove.deleteAccessKey(request -> request.accessKeyId(key));
        remove.deleteLoginProfile(request -> { });
        refused(NoSuchEntityException.class, "NoSuchEntity", "Login Profile for User null", "the password is gone",
                () -> audit.getLoginProfile(request -> { }));
        Map<SummaryKeyType, Integer> summary = audit.getAccountSummary().summaryMap();
        check(summary.get(SummaryKeyType.ACCOUNT_ACCESS_KEYS_PRESENT) == 0, "the summary is a map", summary);
    }

    private static void recovery() {
        IamClient recover = iam(rootSession(VENDED, "IAMCreateRootUserPassword"));
        LoginProfile profile = recover.createLoginProfile(request -> { }).loginProfile();
        check(profile.createDate() != null, "recovery creates a login profile", profile);
        refused(EntityAlreadyExistsException.class, "EntityAlreadyExists", "", "a second time it is there already",
                () -> recover.createLoginProfile(request -> { }));
    }

    private static void unlock() {
        S3Client buckets = S3Client.builder().region(Region.EU_WEST_1).forcePathStyle(true)
                .credentialsProvider(rootSession(INVITED, "S3UnlockBucketPolicy")).build();
        String policy = buckets.getBucketPolicy(request -> request.bucket("locked-exports")).policy();
        check(policy.contains("Nobody"), "a locked bucket shows its policy to the root session", policy);
        buckets.deleteBucketPolicy(request -> request.bucket("locked-exports"));
        refused(AwsServiceException.class, "NoSuchBucketPolicy", "", "the bucket is unlocked",
                () -> buckets.getBucketPolicy(request -> request.bucket("locked-exports")));

        SqsClient queues = SqsClient.builder()
                .credentialsProvider(rootSession(INVITED, "SQSUnlockQueuePolicy")).build();
        String url = queues.getQueueUrl(request -> request.queueName("locked-orders")).queueUrl();
        queues.setQueueAttributes(request -> request.queueUrl(url)
                .attributes(Map.of(QueueAttributeName.POLICY, "")));
        Map<QueueAttributeName, String> left = queues.getQueueAttributes(request -> request.queueUrl(url)
                .attributeNames(QueueAttributeName.POLICY)).attributes();
        check(left.getOrDefault(QueueAttributeName.POLICY, "").isEmpty(), "the queue is unlocked", left);
        refused(QueueDoesNotExistException.class, "AWS.SimpleQueueService.NonExistentQueue", "",
                "a queue that is not there is a type of its own",
                () -> queues.getQueueUrl(request -> request.queueName("no-such-queue")));
    }
}
