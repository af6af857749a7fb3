// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Metabase's REST API. Every method says in {@code purpose} what it is for, "make the question 'Orders'", so that a refusal
 * reads as a sentence; what must not be shown is blotted out of refusals. Redirects are not followed, certificates are
 * checked against Java's trust store.
 */
final class MetabaseApi {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String root;
    private final List<Secret> secrets;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // asks no proxy on the way for another protocol
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private String header = "";
    private String credential = "";

    /** {@code secrets} are what is never shown. */
    MetabaseApi(URI url, List<Secret> secrets) {
        this.root = url.toString().replaceAll("/+$", "");
        this.secrets = List.copyOf(secrets);
    }

    /** Where it is, without a slash at the end. */
    String root() {
        return root;
    }

    /** Sends {@code credential} with every request from now on. */
    void authorize(String header, String credential) {
        this.header = header;
        this.credential = credential;
    }

    /** The status of a GET; what keeps an answer from coming is an {@link IOException}. */
    int status(String path) throws IOException {
        return send(request(path).GET().build()).statusCode();
    }

    JsonNode get(String purpose, String path) {
        return answer(purpose, request(path).GET().build());
    }

    /** Like {@link #get}, but empty for what is not there. */
    Optional<JsonNode> find(String purpose, String path) {
        HttpRequest request = request(path).GET().build();
        HttpResponse<String> response = exchange(purpose, request);
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(content(purpose, request, response));
    }

    JsonNode post(String purpose, String path, JsonNode body) {
        return answer(purpose, write("POST", path, body));
    }

    JsonNode put(String purpose, String path, JsonNode body) {
        return answer(purpose, write("PUT", path, body));
    }

    private JsonNode answer(String purpose, HttpRequest request) {
        return content(purpose, request, exchange(purpose, request));
    }

    private JsonNode content(String purpose, HttpRequest request, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status / 100 != 2) {
            String refusal = Refusal.sentence(purpose, request, response);
            for (Secret secret : secrets) {
                refusal = secret.blot(refusal);
            }
            throw new Problem(refusal);
        }
        try {
            return response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new Problem("Cannot " + purpose + ": " + root + request.uri().getPath()
                    + " did not answer JSON. Check --url: is that Metabase?");
        }
    }

    private HttpResponse<String> exchange(String purpose, HttpRequest request) {
        try {
            return send(request);
        } catch (SSLException e) {
            throw untrusted(e);
        } catch (IOException e) {
            throw new Problem(
                    "Cannot " + purpose + ": no answer from " + root + " (" + text(e)
                            + "). Run the command again: it goes on where it stopped.",
                    e);
        }
    }

    /** Says what to do about a certificate. */
    Problem untrusted(SSLException e) {
        return new Problem(
                "Cannot trust " + root + ": " + text(e) + ". Put the certificate of its authority into a trust"
                        + " store and name that: JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE.",
                e);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("Interrupted.", e);
        }
    }

    private HttpRequest write(String method, String path, JsonNode body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString()))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).timeout(TIMEOUT);
        return header.isEmpty() ? request : request.header(header, credential);
    }

    /** What an exception says, or its name where it says nothing: a refused connection does not. */
    static String text(IOException e) {
        return e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
    }
}
