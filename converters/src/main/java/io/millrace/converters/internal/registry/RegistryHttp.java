// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.records.Errors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a schema registry: each attempt tries the URLs in order, beginning with the one that answered last;
 * between attempts it waits, longer each time. Gives up with a {@link RegistryOutageError}. Thread-safe.
 */
public final class RegistryHttp {
    /** A URL to ask, without user info, and the header that goes with it. */
    public record Target(String url, @Nullable String authorization) {}

    /** How patient to be. */
    public record Patience(
            Duration connectTimeout, Duration readTimeout, int maxRetries, Duration firstWait, Duration maxWait) {}

    /** Where time comes from and goes to: replaced in tests. */
    public record Timing(LongSupplier nanoClock, Pause pause, DoubleSupplier jitter) {
        static final Timing SYSTEM = new Timing(
                System::nanoTime,
                Thread::sleep,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    public interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    /** What to ask, and how to speak of it when it fails. */
    public record Request(
            String method, String path, @Nullable String body, String action, String where) {}

    public record Reply(int status, String body, @Nullable Duration retryAfter, String url) {}

    static final String RESUMES = "; the task resumes without loss after a restart.";

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    /** One client, with its threads and connections, for all converters of the plugin that agree on the timeout. */
    private static final Map<Duration, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private final List<Target> targets;
    private final Patience patience;
    private final Timing timing;
    private volatile int preferred;

    public RegistryHttp(List<Target> targets, Patience patience, Timing timing) {
        this.targets = List.copyOf(targets);
        this.patience = patience;
        this.timing = timing;
    }

    /** The first answer that says more than "not now". */
    Reply exchange(Request request) {
        long start = timing.nanoClock.getAsLong();
        for (int attempt = 1; ; attempt++) {
            Round round = new Round();
            Reply reply = askAll(request, round);
            if (reply != null) {
                return reply;
            }
            if (attempt > patience.maxRetries) {
                throw outage(request, round, attempt, timing.nanoClock.getAsLong() - start);
            }
            pauseAfter(attempt, round.retryAfter, request);
        }
    }

    /** What went wrong in one attempt. */
    private static final class Round {
        private final List<String> failures = new ArrayList<>();
        private @Nullable Throwable cause;
        private @Nullable Duration retryAfter;
    }

    private @Nullable Reply askAll(Request request, Round round) {
        for (int i = 0; i < targets.size(); i++) {
            int index = (preferred + i) % targets.size();
            Target target = targets.get(index);
            try {
                Reply reply = ask(target, request);
                if (!isPassing(reply.status)) {
                    preferred = index;
                    return reply;
                }
                round.failures.add(target.url + " answered " + reply.status);
                round.retryAfter = reply.retryAfter;
            } catch (IOException e) {
                round.failures.add(target.url + " " + describe(e));
                round.cause = e;
            }
        }
        return null;
    }

    private static boolean isPassing(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private Reply ask(Target target, Request request) throws IOException {
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(target.url + request.path))
                .header("Accept", MEDIA_TYPE + ", application/json")
                .timeout(patience.readTimeout);
        if (target.authorization != null) {
            http.header("Authorization", target.authorization);
        }
        if (request.body == null) {
            http.method(request.method, HttpRequest.BodyPublishers.noBody());
        } else {
            http.header("Content-Type", MEDIA_TYPE)
                    .method(request.method, HttpRequest.BodyPublishers.ofString(request.body));
        }
        HttpResponse<byte[]> response = await(client().sendAsync(http.build(), BoundedBody.HANDLER), request);
        Duration retryAfter = response.headers()
                .firstValue("Retry-After")
                .map(RegistryHttp::seconds)
                .orElse(null);
        return new Reply(
                response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), retryAfter, target.url);
    }

    private HttpClient client() {
        return CLIENTS.computeIfAbsent(
                patience.connectTimeout,
                timeout -> HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .build());
    }

    /** The client's own timeout ends with the headers; this one holds for the body too. */
    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> response, Request request)
            throws IOException {
        long limitMs = patience.connectTimeout.plus(patience.readTimeout).toMillis();
        try {
            return response.get(limitMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new HttpTimeoutException("response not complete");
        } catch (InterruptedException e) {
            response.cancel(true);
            throw interrupted(request, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private static @Nullable Duration seconds(String header) {
        try {
            return Duration.ofSeconds(Math.max(0, Long.parseLong(header.trim())));
        } catch (NumberFormatException e) { // the HTTP-date form: our own waiting time will do
            return null;
        }
    }

    private void pauseAfter(int attempt, @Nullable Duration retryAfter, Request request) {
        long maxMs = patience.maxWait.toMillis();
        long doubledMs = patience.firstWait.toMillis() << Math.min(attempt - 1, 20);
        double jittered = Math.min(doubledMs, maxMs) * (0.5 + timing.jitter.getAsDouble() / 2);
        long askedMs = retryAfter == null ? 0 : Math.min(retryAfter.toMillis(), maxMs);
        try {
            timing.pause.millis(Math.max((long) jittered, askedMs));
        } catch (InterruptedException e) {
            throw interrupted(request, e);
        }
    }

    private String describe(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "has an unknown host name";
            }
            if (cause instanceof SSLException) {
                return "failed the TLS handshake (" + cause.getMessage() + ")";
            }
        }
        if (e instanceof HttpConnectTimeoutException) {
            return "did not accept a connection within " + patience.connectTimeout.toMillis() + " ms";
        }
        if (e instanceof HttpTimeoutException) {
            return "did not answer within " + patience.readTimeout.toMillis() + " ms";
        }
        if (e instanceof ConnectException) {
            return "refused the connection";
        }
        return "broke off (" + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ")";
    }

    private RegistryOutageError outage(Request request, Round round, int attempts, long nanos) {
        String found = String.format(
                Locale.ROOT,
                "%s (%d %s in %.1f s)",
                String.join(", ", round.failures),
                attempts,
                attempts == 1 ? "attempt" : "attempts",
                nanos / 1e9);
        return new RegistryOutageError(
                Errors.sentence(
                        request.action,
                        found,
                        request.where,
                        "Start the registry or correct '" + RegistryOptions.SCHEMA_REGISTRY_URL + "'" + RESUMES),
                round.cause);
    }

    private static RegistryOutageError interrupted(Request request, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RegistryOutageError(
                Errors.sentence(
                        request.action, "interrupted while waiting", request.where, "Start the task again" + RESUMES),
                e);
    }
}
