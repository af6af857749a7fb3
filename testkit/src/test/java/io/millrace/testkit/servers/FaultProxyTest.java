// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyTest {
    private static final byte[] ANSWER = Wire.message('Z', "I");

    private EchoServer server;
    private FaultProxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.before(server.address());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(10_000);
        client.getOutputStream().write(Wire.startup());
        return client;
    }

    private static void query(Socket client, String sql) throws IOException {
        client.getOutputStream().write(Wire.message('Q', sql + "\0"));
    }

    private static byte[] answer(Socket client) throws IOException {
        return client.getInputStream().readNBytes(ANSWER.length);
    }

    private String nextSeen() throws InterruptedException {
        return server.seen.poll(10, TimeUnit.SECONDS);
    }

    private static void assertReset(Socket client) {
        assertThatThrownBy(() -> answer(client)).isInstanceOf(SocketException.class);
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(100);
        assertThatThrownBy(() -> answer(client)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void passesBothWaysAndEndsWithItsClient() throws IOException, InterruptedException {
        try (Socket client = connect()) {
            query(client, "one");

            assertThat(answer(client)).isEqualTo(ANSWER);
            assertThat(nextSeen()).isEqualTo("one");
        }
        assertThat(nextSeen()).isEqualTo(EchoServer.CLOSED);
    }

    @Test
    void declinesEncryption() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            client.getOutputStream().write(Wire.encryptionRequest());
            assertThat(client.getInputStream().read()).isEqualTo('N');

            client.getOutputStream().write(Wire.startup());
            query(client, "one");
            assertThat(answer(client)).isEqualTo(ANSWER);
        }
    }

    @Test
    void resetsBothSidesBeforeAMessage() throws IOException, InterruptedException {
        FaultRule rule = proxy.onFrontend(FrontendMessage.statement("two"), Fault.RESET);
        try (Socket client = connect()) {
            query(client, "one");
            assertThat(answer(client)).isEqualTo(ANSWER);
            assertThat(rule.hasFired()).isFalse();
            query(client, "two");

            assertReset(client);
            assertThat(rule.hasFired()).isTrue();
            assertThat(nextSeen()).isEqualTo("one");
            assertThat(nextSeen()).isEqualTo(EchoServer.BROKEN);
        }
        try (Socket next = connect()) {
            query(next, "two");
            assertThat(answer(next)).as("a rule holds once").isEqualTo(ANSWER);
        }
    }

    @Test
    void losesTheAnswerToAMessage() throws IOException, InterruptedException {
        proxy.onFrontend(FrontendMessage.statement("one"), Fault.LOSE_REPLY);
        try (Socket client = connect()) {
            query(client, "one");

            assertReset(client);
            assertThat(nextSeen()).isEqualTo("one");
            assertThat(nextSeen()).isEqualTo(EchoServer.BROKEN);
        }
    }

    @Test
    void swallowsFromAMessageOnAndTellsNeitherSideOfTheOther() throws IOException, InterruptedException {
        proxy.onFrontend(FrontendMessage.statement("two"), Fault.SWALLOW);
        try (Socket client = connect()) {
            query(client, "one");
            assertThat(answer(client)).isEqualTo(ANSWER);
            query(client, "two");
            query(client, "three");

            assertSilent(client);
        }
        assertThat(nextSeen()).isEqualTo("one");
        assertThat(server.seen.poll(100, TimeUnit.MILLISECONDS)).isNull();
        proxy.close();
        assertThat(nextSeen()).isEqualTo(EchoServer.BROKEN);
    }

    @Test
    void holdsAMessageThatArrivesThoughItsClientHasGone() throws IOException, InterruptedException {
        FaultRule rule = proxy.onFrontend(FrontendMessage.statement("one"), Fault.HOLD);
        try (Socket client = connect()) {
            query(client, "one");
            query(client, "two");
            rule.awaitFired(Duration.ofSeconds(10));
            assertSilent(client);
        }
        assertThat(server.seen).isEmpty();

        rule.release();

        assertThat(nextSeen()).isEqualTo("one");
        assertThat(nextSeen()).isEqualTo("two");
    }

    @Test
    void saysWhenAMessageDidNotCome() {
        FaultRule rule = proxy.onFrontend(FrontendMessage.copyDone(), Fault.HOLD);

        assertThatThrownBy(() -> rule.awaitFired(Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Waited 0 s for the message that the fault HOLD is to meet.");
    }

    @Test
    void isHalfOpen() throws IOException, InterruptedException {
        try (Socket early = connect()) {
            query(early, "one");
            answer(early);
            proxy.halfOpen();
            query(early, "two");
            assertSilent(early);
            try (Socket late = connect()) {
                query(late, "three");
                assertSilent(late);
            }

            proxy.pass();

            query(early, "four");
            assertSilent(early);
        }
        try (Socket after = connect()) {
            query(after, "five");
            assertThat(answer(after)).isEqualTo(ANSWER);
        }
        assertThat(server.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
        assertThat(server.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("five");
    }

    @Test
    void resetsAllConnections() throws IOException {
        try (Socket early = connect()) {
            query(early, "one");
            answer(early);

            proxy.reset();

            assertReset(early);
            assertThatThrownBy(() -> {
                        try (Socket late = connect()) {
                            query(late, "two");
                            answer(late);
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void refusesConnectionsUntilItPassesThemAgain() throws IOException {
        proxy.refuse();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

        proxy.pass();

        try (Socket client = connect()) {
            query(client, "one");
            assertThat(answer(client)).isEqualTo(ANSWER);
        }
    }

    @Test
    void delaysAnswers() throws IOException {
        proxy.latency(Duration.ofMillis(50));
        try (Socket client = connect()) {
            long startNanos = System.nanoTime();
            query(client, "one");
            answer(client);
            query(client, "two");
            answer(client);

            assertThat(System.nanoTime() - startNanos)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
        }
    }
}
