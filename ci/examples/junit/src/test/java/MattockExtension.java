import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A mattockd for a class of tests, and a namespace for whoever asks for one:
 * {@code @RegisterExtension static MattockExtension mattock = new MattockExtension();}
 */
public class MattockExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final HttpClient http = HttpClient.newHttpClient();
    private Process daemon;
    private String url;
    private final List<String> namespaces = new ArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        daemon = new ProcessBuilder("mattockd").redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = new BufferedReader(new InputStreamReader(daemon.getInputStream()));
        url = first("url=(\\S+)", output.readLine()); // mattockd: ready url=... pid=N
    }

    /** Ends the namespaces of the test. */
    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        for (String name : namespaces) {
            control(url, "DELETE", "ns?name=" + name, "");
        }
        namespaces.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        daemon.destroy();
    }

    /** A world of its own, with what the SDK needs: an endpoint, and keys in AWS's form. */
    public Namespace namespace(Path scenario) throws IOException, InterruptedException {
        String answer = control(url, "POST", "ns", "{\"scenario\":" + Files.readString(scenario) + "}");
        namespaces.add(first("\"name\": *\"([^\"]+)\"", answer));
        return new Namespace(first("\"url\": *\"([^\"]+)\"", answer),
                first("aws_access_key_id *= *(\\w+)", answer),
                first("aws_secret_access_key *= *([\\w/+]+)", answer));
    }

    /** Fails the test, with the server's own explanation, unless what is expected of its calls holds. */
    public void verify(Namespace space, String expected) throws IOException, InterruptedException {
        String report = control(space.url, "POST", "verify", expected);
        assertEquals("true", first("\"holds\": *(\\w+)\\s*}\\s*$", report), report);
    }

    /** The answer of the control interface, as JSON. */
    public String control(String base, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/_mattock/" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.body());
        }
        return answer.body();
    }

    private static String first(String pattern, String text) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text == null ? "" : text);
        if (!matcher.find()) {
            throw new IOException("mattockd did not say " + pattern);
        }
        return matcher.group(1);
    }

    /** Where the tests' clients go: endpointOverride(URI.create(url)), and a static credentials provider. */
    public static final class Namespace {
        public final String url, accessKeyId, secretAccessKey;

        Namespace(String url, String accessKeyId, String secretAccessKey) {
            this.url = url;
            this.accessKeyId = accessKeyId;
            this.secretAccessKey = secretAccessKey;
        }

        /** The variables of a command that the test starts. */
        public Map<String, String> environment() {
            return Map.of("AWS_ENDPOINT_URL", url, "AWS_ACCESS_KEY_ID", accessKeyId,
                    "AWS_SECRET_ACCESS_KEY", secretAccessKey, "AWS_REGION", "us-east-1",
                    "AWS_CONFIG_FILE", "/dev/null", "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        }
    }
}
