// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LivePageTest {
    private final LivePage page = LivePage.start(0);

    @AfterEach
    void stop() {
        page.close();
    }

    @Test
    void servesThePageUnderAPolicyThatLetsNothingElseIn() throws IOException {
        String answer = ask("GET / HTTP/1.1", "127.0.0.1:" + port());

        assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("<title>Millrace</title>");
        assertThat(answer)
                .containsIgnoringCase("Content-Security-Policy: default-src 'none'; script-src 'self';")
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Content-Type: text/html; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"page.css", "page.js", "charts.js", "pipeline.js", "dom.js", "icon.svg", "uplot.js", "uplot.css"
            })
    void servesEveryFileOfThePage(String file) throws IOException {
        assertThat(ask("GET /" + file + " HTTP/1.1", "localhost:" + port())).startsWith("HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8090", "127.0.0.1.evil.example", "localhost.evil:8090", ""})
    void answersNoOtherName(String host) throws IOException {
        assertThat(ask("GET / HTTP/1.1", host))
                .startsWith("HTTP/1.1 421 ")
                .endsWith("This page is at 127.0.0.1 and localhost only.\n");
        assertThat(ask("GET /events HTTP/1.1", host)).startsWith("HTTP/1.1 421 ");
    }

    @Test
    void takesNothing() throws IOException {
        assertThat(ask("POST /events HTTP/1.1", "127.0.0.1"))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("Allow: GET")
                .endsWith("Only GET is answered here.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page", "/../pom.xml", "/%2e%2e/page.js", "//page.js", "/page.js/"})
    void hasNothingElse(String path) throws IOException {
        assertThat(ask("GET " + path + " HTTP/1.1", "127.0.0.1")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void isReachedOnLoopbackOnly() {
        assertThat(URI.create(page.url()).getHost()).isEqualTo("127.0.0.1");
        assertThat(page.isWatched()).isFalse();
    }

    @Test
    void tellsWhatWasLastPublishedAndThenEachNewOneAndTheEnd() throws IOException {
        page.publish(Samples.running(1));
        page.publish(Samples.running(2));
        try (Socket socket = connect();
                BufferedReader events = events(socket)) {
            assertThat(next(events))
                    .containsExactly(
                            "event: snapshot", "data: " + Samples.running(2).json());
            assertThat(page.isWatched()).isTrue();

            page.publish(Samples.running(3));
            assertThat(next(events))
                    .containsExactly(
                            "event: snapshot", "data: " + Samples.running(3).json());

            page.end("PostgreSQL \"does not\" answer.");
            assertThat(next(events)).containsExactly("event: end", "data: \"PostgreSQL \\\"does not\\\" answer.\"");
        }
        await().until(() -> !page.isWatched());
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port());
    }

    private static BufferedReader events(Socket socket) throws IOException {
        send(socket, "GET /events HTTP/1.1", "127.0.0.1");
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The lines of the next event; what carries no event is passed over. */
    private static List<String> next(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        while (line != null && !line.startsWith("event: ")) {
            line = reader.readLine();
        }
        return List.of(String.valueOf(line), reader.readLine());
    }

    private int port() {
        return URI.create(page.url()).getPort();
    }

    /** The whole answer; by hand, because Java's clients let nobody choose the host. */
    private String ask(String request, String host) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request, host);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String request, String host) throws IOException {
        OutputStream out = socket.getOutputStream();
        String head = request + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
