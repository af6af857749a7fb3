// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.RegistryJson.Answer;
import io.millrace.converters.internal.registry.Round.Failure;
import io.millrace.records.Errors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a schema registry: each attempt tries the URLs in order, beginning with the one that answered last. While
 * none does, it waits and asks again, in turn with all others who wait for the same registry. Gives up with a {@link
 * RegistryOutageError}. Thread-safe.
 */
public final class RegistryHttp {
    /** A URL to ask, without user info, and what proves to it who asks. */
    public record Target(String url, Credentials credentials) {
        public Target(String url) {
            this(url, FixedCredentials.NONE);
        }
    }

    /** Where requests go, what goes with each, and what is known of the registry. */
    record Route(List<Target> targets, Map<String, Password> headers, Transport transport, Outage outage) {}

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
    private static final int UNAUTHORIZED = 401;
    private static final int UNPROCESSABLE = 422;
    private static final int READ_ONLY = 42205;

    private final Route route;
    private final Patience patience;
    private final Timing timing;

    /** Without a proxy or TLS settings, and alone with what it knows of the registry. */
    public RegistryHttp(List<Target> targets, Patience patience, Timing timing) {
        this(
                new Route(
                        targets,
                        Map.of(),
                        Transport.of(
                                new Transport.Settings(patience.connectTimeout(), patience.readTimeout(), null, null)),
                        new Outage()),
                patience,
                timing);
    }

    RegistryHttp(Route route, Patience patience, Timing timing) {
        this.route = route;
        this.patience = patience;
        this.timing = timing;
    }

    /** The first answer that says more than "not now". */
    Reply exchange(Request request) {
        Asking asking = new Asking(request);
        try {
            Round round = asking.ask();
            return round.reply() == null ? asking.waitOut(round) : round.reply();
        } catch (InterruptedException e) {
            throw interrupted(request, e);
        }
    }

    /** One request, which may have to wait. */
    private final class Asking implements Outage.Waiter {
        private final Request request;
        private final long startNanos = timing.nanoClock.getAsLong();
        private int attempts;

        Asking(Request request) {
            this.request = request;
        }

        private long elapsedNanos() {
            return timing.nanoClock.getAsLong() - startNanos;
        }

        /** Whether there is anything to wait for, and time to. */
        private boolean mayWait(Round failed) {
            return failed.mayPass() && patience.limit().allows(attempts, elapsedNanos());
        }

        Reply waitOut(Round failed) throws InterruptedException {
            if (!mayWait(failed)) {
                throw outage(request, failed, attempts, elapsedNanos());
            }
            route.outage.begin(failed, patience.limit().inWords());
            boolean answered = false;
            try {
                Reply reply = waitTurns(failed);
                answered = true;
                return reply;
            } finally {
                if (answered) {
                    route.outage.over(elapsedNanos());
                } else {
                    route.outage.gaveUp();
                }
            }
        }

        private Reply waitTurns(Round failed) throws InterruptedException {
            Round last = failed;
            while (mayWait(last)) {
                Round next = route.outage.next(this, patience.limit().leftNanos(elapsedNanos()));
                if (next == null) {
                    break;
                }
                if (next.reply() != null) {
                    return next.reply();
                }
                last = next;
            }
            throw outage(request, last, attempts, elapsedNanos());
        }

        @Override
        public void rest(int failures, @Nullable Duration retryAfter) throws InterruptedException {
            if (failures > 0) {
                Duration due = patience.waits().after(failures, timing.jitter.getAsDouble(), retryAfter);
                long leftMs = Math.max(0, patience.limit().leftNanos(elapsedNanos()) / 1_000_000);
                timing.pause.millis(Math.min(due.toMillis(), leftMs));
            }
        }

        @Override
        public Round ask() throws InterruptedException {
            attempts++;
            return askAll(request);
        }
    }

    private Round askAll(Request request) throws InterruptedException {
        Round round = new Round();
        int first = route.outage.preferred();
        for (int i = 0; i < route.targets.size() && round.reply() == null; i++) {
            int index = (first + i) % route.targets.size();
            Target target = route.targets.get(index);
            try {
                Reply reply = ask(target, request);
                Failure failure = failure(reply);
                if (failure == null) {
                    route.outage.prefer(index);
                    round.answered(reply);
                } else {
                    round.failed(failure, reply.retryAfter);
                }
            } catch (IOException e) {
                round.failed(Failures.of(target.url, e, route.transport.settings()), null);
            }
        }
        return round;
    }

    /** What keeps this answer from being one; null when nothing does. */
    private static @Nullable Failure failure(Reply reply) {
        if (reply.status == 408 || reply.status == 429 || reply.status >= 500) {
            return Failures.unwell(reply.url, reply.status);
        }
        Answer answer = reply.status == UNPROCESSABLE ? RegistryJson.parse(reply.body) : null;
        return answer != null && answer.errorCode() == READ_ONLY ? Failures.readOnly(reply.url) : null;
    }

    private Reply ask(Target target, Request request) throws IOException, InterruptedException {
        String authorization = target.credentials.authorization();
        Reply reply = send(target, authorization, request);
        if (reply.status == UNAUTHORIZED && target.credentials.isRenewedAfter(authorization)) {
            return send(target, target.credentials.authorization(), request);
        }
        return reply;
    }

    private Reply send(Target target, @Nullable String authorization, Request request)
            throws IOException, InterruptedException {
        HttpRequest.Builder http = HttpRequest.newBuilder(
                        URI.create(target.url + request.path).normalize())
                .header("Accept", MEDIA_TYPE + ", application/json");
        route.headers.forEach((name, value) -> http.setHeader(name, value.value()));
        if (authorization != null) {
            http.setHeader("Authorization", authorization);
        }
        if (request.body == null) {
            http.method(request.method, HttpRequest.BodyPublishers.noBody());
        } else {
            http.header("Content-Type", MEDIA_TYPE)
                    .method(request.method, HttpRequest.BodyPublishers.ofString(request.body));
        }
        HttpResponse<byte[]> response = route.transport.send(http);
        Duration retryAfter = response.headers()
                .firstValue("Retry-After")
                .map(RegistryHttp::seconds)
                .orElse(null);
        return new Reply(
                response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), retryAfter, target.url);
    }

    private static @Nullable Duration seconds(String header) {
        try {
            return Duration.ofSeconds(Math.max(0, Long.parseLong(header.trim())));
        } catch (NumberFormatException e) { // the HTTP-date form: our own waiting time will do
            return null;
        }
    }

    /** What is known of the registry, together with others. */
    Outage outage() {
        return route.outage;
    }

    /** What the operator is to do when this registry answers 401. */
    String credentialsRemedy() {
        return route.targets.get(0).credentials.remedy();
    }

    private static RegistryOutageError outage(Request request, Round round, int attempts, long nanos) {
        String found = String.format(
                Locale.ROOT,
                "%s (%d %s in %.1f s)",
                round.found(),
                attempts,
                attempts == 1 ? "attempt" : "attempts",
                nanos / 1e9);
        return new RegistryOutageError(
                Errors.sentence(request.action, found, request.where, round.remedy() + RESUMES), round.cause());
    }

    private static RegistryOutageError interrupted(Request request, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RegistryOutageError(
                Errors.sentence(
                        request.action, "interrupted while waiting", request.where, "Start the task again" + RESUMES),
                e);
    }
}
