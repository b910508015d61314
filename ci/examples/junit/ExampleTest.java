import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a test in a namespace looks like. */
class ExampleTest {
    @RegisterExtension
    static MattockExtension mattock = new MattockExtension();

    @Test
    void theAuditFindsTheOldPassword() throws Exception {
        MattockExtension.Namespace space = mattock.namespace(Path.of("../organization.json"));
        ProcessBuilder audit = new ProcessBuilder("mattock", "audit", "--all").inheritIO();
        audit.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        audit.environment().putAll(space.environment());
        assertEquals(3, audit.start().waitFor());
        String report = mattock.control(space.url, "POST", "verify",
                "{\"never\": [{\"operation\": \"iam:Delete*\"}]}");
        assertTrue(report.contains("\"holds\":true"), report);
    }
}
