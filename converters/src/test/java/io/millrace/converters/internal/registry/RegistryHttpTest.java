// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.converters.internal.registry.Patience.Limit;
import io.millrace.converters.internal.registry.Patience.Waits;
import io.millrace.converters.internal.registry.RegistryHttp.Reply;
import io.millrace.converters.internal.registry.RegistryHttp.Request;
import io.millrace.converters.internal.registry.RegistryHttp.Route;
import io.millrace.converters.internal.registry.RegistryHttp.Target;
import io.millrace.converters.internal.registry.RegistryHttp.Timing;
import io.millrace.converters.internal.wire.StubRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a registry is waited for, which of several is asked, and what is sent to it. */
class RegistryHttpTest {
    private static final Request FETCH = new Request("GET", "/schemas/ids/7", null, "fetch schema 7", "orders value");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StubRegistry stub = new StubRegistry();
    private final List<Long> pauses = new ArrayList<>();
    private Limit limit = new Limit(Duration.ofSeconds(180), Limit.ANY);
    private Map<String, Password> headers = Map.of();
    private long nanos;

    @AfterEach
    void closeStub() {
        stub.close();
    }

    private Patience patience() {
        return new Patience(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                new Waits(Duration.ofSeconds(1), Duration.ofSeconds(20)),
                limit);
    }

    private Route route(String... urls) {
        Transport transport =
                Transport.of(new Transport.Settings(Duration.ofSeconds(10), Duration.ofSeconds(30), null, null));
        return new Route(Arrays.stream(urls).map(Target::new).toList(), headers, transport, new Outage());
    }

    private RegistryHttp http(String... urls) {
        return new RegistryHttp(route(urls), patience(), new Timing(() -> nanos, this::pause, () -> 1));
    }

    private void pause(long millis) {
        pauses.add(millis);
        nanos += millis * 1_000_000;
    }

    private static String closedUrl() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void waitsLongerEachTimeUntilTheTimeIsUp() {
        String url = closedUrl();

        assertThatThrownBy(() -> http(url).exchange(FETCH))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot fetch schema 7: " + url
                        + " refused the connection (14 attempts in 180.0 s) at orders value. Start the registry or"
                        + " correct 'schema.registry.url'; the task resumes without loss after a restart.");
        assertThat(pauses)
                .containsExactly(
                        1000L, 2000L, 4000L, 8000L, 16000L, 20000L, 20000L, 20000L, 20000L, 20000L, 20000L, 20000L,
                        9000L);
    }

    @Test
    void givesUpAtOnceWithoutTime() {
        limit = new Limit(Duration.ZERO, Limit.ANY);
        stub.answers(503, "");

        assertThatThrownBy(() -> http(stub.url()).exchange(FETCH))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessageContaining(stub.url() + " answered 503 (1 attempt in 0.0 s)");
        assertThat(pauses).isEmpty();
    }

    @Test
    void givesUpSoonerWhereRetriesAreLimited() {
        limit = new Limit(Duration.ofSeconds(180), 2);
        stub.answers(503, "");

        assertThatThrownBy(() -> http(stub.url()).exchange(FETCH)).hasMessageContaining("(3 attempts in 3.0 s)");
    }

    @Test
    void waitsWithoutEndWhereToldTo() {
        limit = new Limit(null, Limit.ANY);
        for (int i = 0; i < 100; i++) {
            stub.answers(503, "");
        }
        stub.answers(200, "{}");

        assertThat(http(stub.url()).exchange(FETCH).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(nanos)).isGreaterThan(Duration.ofMinutes(30));
    }

    @Test
    void waitsUntilAReadOnlyRegistryTakesSchemasAgain() {
        stub.answers(422, "{\"error_code\":42205,\"message\":\"read-only\"}").answers(200, "{\"id\":7}");

        assertThat(http(stub.url()).exchange(FETCH).body()).isEqualTo("{\"id\":7}");
        assertThat(pauses).containsExactly(1000L);
    }

    @Test
    void waitsAsLongAsTheRegistryAsksWithinReason() {
        stub.answers(429, "", "Retry-After", "7")
                .answers(503, "", "Retry-After", "3600")
                .answers(503, "", "Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")
                .answers(200, "{}");

        http(stub.url()).exchange(FETCH);

        assertThat(pauses).containsExactly(7000L, 20000L, 4000L);
    }

    @Test
    void doesNotWaitForWhatIsNotGoingToPass() {
        for (int status : new int[] {302, 400, 401, 403, 404, 409, 422}) {
            try (StubRegistry sure = new StubRegistry().answers(status, "{\"error_code\":" + status + "01}")) {
                assertThat(http(sure.url()).exchange(FETCH).status()).isEqualTo(status);
                assertThat(sure.requests()).hasSize(1);
            }
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void asksTheNextRegistryAtOnceAndStaysWithTheOneThatAnswered() {
        try (StubRegistry other =
                new StubRegistry().answers(200, "{}").answers(200, "{}").answers(503, "")) {
            stub.answers(503, "").answers(200, "{}");
            RegistryHttp http = http(closedUrl(), stub.url(), other.url());

            assertThat(http.exchange(FETCH).url()).isEqualTo(other.url());
            assertThat(http.exchange(FETCH).url()).isEqualTo(other.url());
            assertThat(stub.requests()).hasSize(1);
            assertThat(http.exchange(FETCH).url()).isEqualTo(stub.url());
            assertThat(http.exchange(FETCH).url()).isEqualTo(stub.url());
            assertThat(other.requests()).hasSize(3);
            assertThat(pauses).isEmpty();
        }
    }

    @Test
    void asksAgainAtOnceWhenAConnectionBreaks() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> breakThenAnswer(server));
            thread.start();

            Reply reply = http("http://127.0.0.1:" + server.getLocalPort()).exchange(FETCH);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(pauses).isEmpty();
            thread.join();
        }
    }

    private static void breakThenAnswer(ServerSocket server) {
        try {
            try (Socket first = server.accept()) {
                first.getInputStream().read(new byte[1024]);
            }
            try (Socket second = server.accept()) {
                second.getInputStream().read(new byte[1024]);
                second.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void converterAfterConverterBeginsWithTheRegistryThatAnsweredLast() {
        stub.answers(200, "{}");
        Route route = route(closedUrl(), stub.url());
        new RegistryHttp(route, patience(), Timing.SYSTEM).exchange(FETCH);

        assertThat(route.outage().preferred()).isEqualTo(1);
    }

    @Test
    void sendsTheHeadersThatItIsTold() {
        headers = Map.of("X-Tenant", new Password("blue"));
        stub.answers(200, "{}");

        http(stub.url()).exchange(FETCH);

        assertThat(stub.header("X-Tenant")).containsExactly("blue");
        assertThat(stub.header("Accept")).containsExactly("application/vnd.schemaregistry.v1+json, application/json");
        assertThat(stub.authorizations()).containsExactly("null");
    }

    @Test
    void takesCredentialsToNoOtherPlace() {
        try (StubRegistry elsewhere = new StubRegistry().answers(200, "{}")) {
            stub.answers(307, "", "Location", elsewhere.url() + "/schemas/ids/7");
            Target target =
                    new Target(stub.url(), new FixedCredentials(new Password("Basic bWU6cGE1NQ=="), "Correct it"));
            Route route = new Route(List.of(target), Map.of(), route().transport(), new Outage());

            Reply reply = new RegistryHttp(route, patience(), Timing.SYSTEM).exchange(FETCH);

            assertThat(reply.status()).isEqualTo(307);
            assertThat(stub.authorizations()).containsExactly("Basic bWU6cGE1NQ==");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    /** Twenty converters wait; between two rests of one of them, one request is sent. */
    @Test
    void manyWhoWaitAskInTurn() throws Exception {
        int converters = 20;
        limit = new Limit(null, Limit.ANY);
        stub.answers(503, "");
        Semaphore rests = new Semaphore(0);
        AtomicInteger resting = new AtomicInteger();
        Timing timing = new Timing(
                System::nanoTime,
                millis -> {
                    resting.incrementAndGet();
                    rests.acquire();
                },
                () -> 1);
        Route route = route(stub.url());
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < converters; i++) {
                replies.add(threads.submit(() -> new RegistryHttp(route, patience(), timing).exchange(FETCH)));
            }
            for (int turn = 0; turn < 5; turn++) {
                int soFar = turn;
                await().atMost(PATIENCE)
                        .until(() -> stub.requests().size() == converters + soFar && resting.get() == soFar + 1);
                rests.release();
            }
            await().atMost(PATIENCE).until(() -> resting.get() == 6);
            stub.answers(200, "{}");
            rests.release(2); // one more is told 503, and the next one that all is well

            for (Future<Reply> reply : replies) {
                assertThat(reply.get().status()).isEqualTo(200);
            }
            assertThat(resting).hasValueLessThanOrEqualTo(7);
            assertThat(stub.requests()).hasSizeLessThanOrEqualTo(converters + 5 + 1 + converters);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void stopsWaitingForItsTurnWhenInterrupted() throws Exception {
        limit = new Limit(null, Limit.ANY);
        stub.answers(503, "");
        Semaphore never = new Semaphore(0);
        AtomicInteger resting = new AtomicInteger();
        Timing timing = new Timing(
                System::nanoTime,
                millis -> {
                    resting.incrementAndGet();
                    never.acquire();
                },
                () -> 1);
        Route route = route(stub.url());
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                replies.add(threads.submit(() -> new RegistryHttp(route, patience(), timing).exchange(FETCH)));
            }
            await().atMost(PATIENCE).until(() -> stub.requests().size() == 2 && resting.get() == 1);
            threads.shutdownNow();

            for (Future<Reply> reply : replies) {
                assertThatThrownBy(reply::get)
                        .hasRootCauseInstanceOf(InterruptedException.class)
                        .hasStackTraceContaining("Cannot fetch schema 7: interrupted while waiting at orders value."
                                + " Start the task again; the task resumes without loss after a restart.");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
