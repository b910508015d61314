// A namespace of one mattockd for every test that asks for one. Copy the
// helpers beside your tests; mattockd must be in PATH.
package rootcheck

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var server string // "http://127.0.0.1:PORT"

func TestMain(m *testing.M) {
	daemon := exec.Command("mattockd")
	daemon.Stderr = os.Stderr
	output, err := daemon.StdoutPipe()
	if err != nil {
		panic(err)
	}
	if err := daemon.Start(); err != nil {
		panic(err)
	}
	ready, err := bufio.NewReader(output).ReadString('\n') // mattockd: ready url=... pid=N
	if err != nil {
		panic(err)
	}
	for _, word := range strings.Fields(ready) {
		if strings.HasPrefix(word, "url=") {
			server = strings.TrimPrefix(word, "url=")
		}
	}
	status := m.Run()
	_ = daemon.Process.Signal(os.Interrupt)
	_ = daemon.Wait()
	os.Exit(status)
}

// control asks mattockd's control interface and decodes its answer into out.
func control(t *testing.T, url, method, path string, body, out any) {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(method, url+"/_mattock/"+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		t.Fatalf("%s %s: %s", method, path, answer.Status)
	}
	if err := json.NewDecoder(answer.Body).Decode(out); err != nil {
		t.Fatal(err)
	}
}

// namespace makes a world of its own for the test and leads every AWS SDK, and
// every command that the test starts, into it. It returns its URL.
func namespace(t *testing.T) string {
	t.Helper()
	scenario, err := os.ReadFile("../organization.json")
	if err != nil {
		t.Fatal(err)
	}
	var space struct{ Name, URL, Credentials string }
	control(t, server, "POST", "ns", map[string]any{"scenario": json.RawMessage(scenario)}, &space)
	t.Cleanup(func() {
		var ended any
		control(t, server, "DELETE", "ns?name="+space.Name, nil, &ended)
	})
	credentials := filepath.Join(t.TempDir(), "credentials")
	if err := os.WriteFile(credentials, []byte(space.Credentials), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, "") // restored at the end of the test
			os.Unsetenv(name)
		}
	}
	t.Setenv("AWS_ENDPOINT_URL", space.URL)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", credentials)
	t.Setenv("AWS_CONFIG_FILE", os.DevNull)
	t.Setenv("AWS_PROFILE", "admin")
	t.Setenv("AWS_REGION", "us-east-1")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	return space.URL
}

// verify fails the test with the server's own explanation.
func verify(t *testing.T, url string, expected map[string]any) {
	t.Helper()
	var report struct {
		Holds  bool
		Checks []struct{ Name, Explanation string }
	}
	control(t, url, "POST", "verify", expected, &report)
	if !report.Holds {
		t.Errorf("%+v", report.Checks)
	}
}

func status(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return 0
}

func TestTheAuditFindsTheOldPassword(t *testing.T) {
	url := namespace(t)
	output, err := exec.Command("mattock", "audit", "--all").Output()
	if status(err) != 3 || !strings.Contains(string(output), "shop") {
		t.Fatalf("%v\n%s", err, output)
	}
	verify(t, url, map[string]any{
		"calls": []any{map[string]any{"operation": "sts:AssumeRoot", "times": 2}},
		"never": []any{map[string]any{"operation": "iam:Delete*"}},
	})
}

func TestWhatCouldNotBeSeenIsNeverClean(t *testing.T) {
	url := namespace(t)
	var added any
	control(t, url, "POST", "faults", []any{map[string]any{
		"match": map[string]any{"operation": "iam:ListAccessKeys", "account": "333333333333"},
		"do":    map[string]any{"error": "AccessDenied"},
	}}, &added)
	if output, err := exec.Command("mattock", "audit", "--all").Output(); status(err) != 4 {
		t.Fatalf("%v\n%s", err, output)
	}
	verify(t, url, map[string]any{"faults": "allFired"})
}
