import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What a test in a namespace looks like. */
class ExampleTest {
    @RegisterExtension
    static MattockExtension mattock = new MattockExtension();

    private MattockExtension.Namespace space;
    private AwsCredentials admin;

    @BeforeEach
    void aWorldOfItsOwn() throws Exception {
        space = mattock.namespace(Path.of("../organization.json"));
        admin = AwsBasicCredentials.create(space.accessKeyId, space.secretAccessKey);
    }

    @Test
    void theAuditFindsTheOldPassword() throws Exception {
        ProcessBuilder audit = new ProcessBuilder("mattock", "audit", "--all").inheritIO();
        audit.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        audit.environment().putAll(space.environment());
        assertEquals(3, audit.start().waitFor());
        mattock.verify(space, "{\"calls\": [{\"operation\": \"sts:AssumeRoot\", \"times\": 2}],"
                + " \"never\": [{\"operation\": \"iam:Delete*\"}]}");
    }

    @Test
    void aRootSessionDeletesThePassword() throws Exception {
        List<String> names = inNamespace(OrganizationsClient.builder(), admin).listAccountsPaginator().stream()
                .flatMap(page -> page.accounts().stream()).map(Account::name).toList();
        assertTrue(names.contains("shop"), names::toString);

        Credentials given = inNamespace(StsClient.builder(), admin).assumeRoot(request -> request
                .targetPrincipal("222222222222").durationSeconds(900).taskPolicyArn(policy -> policy
                        .arn("arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"))).credentials();
        IamClient root = inNamespace(IamClient.builder(), AwsSessionCredentials.create(
                given.accessKeyId(), given.secretAccessKey(), given.sessionToken()));
        root.deleteLoginProfile(request -> { });
        assertThrows(NoSuchEntityException.class, () -> root.getLoginProfile(request -> { }));
        mattock.verify(space, "{\"calls\": [{\"operation\": \"iam:DeleteLoginProfile\", \"status\": 200, \"times\": 1}]}");
    }

    @Test
    void theManagementAccountIsNoTarget() throws Exception {
        StsClient sts = inNamespace(StsClient.builder(), admin);
        AwsServiceException refusal = assertThrows(AwsServiceException.class, () -> sts.assumeRoot(request -> request
                .targetPrincipal("111111111111").taskPolicyArn(policy -> policy
                        .arn("arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"))));
        assertEquals("AccessDenied", refusal.awsErrorDetails().errorCode());
    }

    /** A client of the namespace. The region is a real one: with an endpoint given, the SDK signs for it. */
    private <B extends AwsClientBuilder<B, C>, C> C inNamespace(B builder, AwsCredentials who) {
        return builder.endpointOverride(URI.create(space.url)).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(who)).build();
    }
}
