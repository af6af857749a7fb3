// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.ingest.request.Answer;
import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.Refusal;
import io.millrace.connect.ingest.request.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests: admits them, reads them, hands their events on, and answers once it is known what became of each. Never
 * blocks: whoever waits, for its body or for Kafka, holds no thread.
 */
final class IngestHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(IngestHandler.class);
    private static final String JSON = "application/json";
    private static final int FIRST_BYTES = 16 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Protocol protocol;
    private final Gateway gateway;
    private final Capacity capacity;
    private final Limits limits;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final IngestMetrics metrics;
    private final BooleanSupplier isReady;

    /** What requests are bounded by. */
    record Limits(long maxBodyBytes, Duration admission, Duration reading, Duration commit, Duration retryAfter) {}

    /** Where time comes from. */
    record Time(Clock clock, LongSupplier nanoClock) {}

    IngestHandler(
            Protocol protocol,
            Gateway gateway,
            Capacity capacity,
            Limits limits,
            Time time,
            IngestMetrics metrics,
            BooleanSupplier isReady) {
        this.protocol = protocol;
        this.gateway = gateway;
        this.capacity = capacity;
        this.limits = limits;
        this.clock = time.clock;
        this.nanoClock = time.nanoClock;
        this.metrics = metrics;
        this.isReady = isReady;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Inbound head = new Inbound(
                request.getMethod(),
                Request.getPathInContext(request),
                request.getHttpURI().getQuery() == null
                        ? ""
                        : request.getHttpURI().getQuery(),
                name -> request.getHeaders().getValuesList(name),
                () -> request.getHeaders().getFieldNamesCollection(),
                Request.getRemoteAddr(request),
                clock.instant(),
                NOTHING);
        Call call = new Call(request, response, callback, head);
        Answer probe = probe(head);
        if (probe != null) {
            call.answer(probe);
            return true;
        }
        try {
            Answer answer = protocol.answer(head);
            if (answer != null) {
                call.answer(answer);
                return true;
            }
            call.admitted = protocol.admit(head);
            call.ask(length(request));
        } catch (RefusedException e) {
            call.refuse(e.refusal());
        } catch (RuntimeException e) {
            call.fail(e);
        }
        return true;
    }

    private @Nullable Answer probe(Inbound head) {
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            return null;
        }
        return switch (head.path()) {
            case "/health" -> new Answer(200, Map.of(), JSON, "{\"status\":\"up\"}");
            case "/ready" ->
                isReady.getAsBoolean()
                        ? new Answer(200, Map.of(), JSON, "{\"status\":\"ready\"}")
                        : new Answer(503, Map.of(), JSON, "{\"status\":\"not ready\"}");
            default -> null;
        };
    }

    /** How many bytes the body may have. */
    private long length(Request request) throws RefusedException {
        long length = request.getLength();
        if (length > limits.maxBodyBytes) {
            throw tooLarge();
        }
        return length < 0 ? limits.maxBodyBytes : length;
    }

    private RefusedException tooLarge() {
        return new RefusedException(
                413,
                "too-large",
                "Cannot read the body: found one of more than " + limits.maxBodyBytes
                        + " bytes. Send fewer events at once.");
    }

    /** One request on its way. */
    private final class Call implements Exchange.Listener, Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final Inbound head;
        private final AtomicBoolean isAnswered = new AtomicBoolean();
        private Protocol.Admitted admitted = whole -> new Protocol.Reading(List.of(), 0, null);
        private Capacity.@Nullable Ticket ticket;
        private Scheduler.@Nullable Task deadline;
        private byte[] body = new byte[0];
        private int filled;
        private volatile boolean isRead;
        private long readNanos;

        Call(Request request, Response response, Callback callback, Inbound head) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.head = head;
        }

        /** Waits for room, unread. */
        void ask(long length) {
            if (gateway.isClosed()) {
                refuse(stopping());
                return;
            }
            Capacity.Ticket asked = capacity.ask(
                    length, later -> request.getComponents().getExecutor().execute(() -> begin(later, length)));
            if (asked.isAdmitted()) {
                begin(asked, length);
            } else {
                schedule(() -> isBusy(asked), limits.admission);
            }
        }

        private Scheduler.Task schedule(Runnable what, Duration in) {
            return request.getComponents().getScheduler().schedule(what, in.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void isBusy(Capacity.Ticket waiting) {
            if (waiting.release()) {
                refuse(busy());
            }
        }

        private void begin(Capacity.Ticket admitted, long length) {
            ticket = admitted;
            deadline = schedule(
                    () -> refuse(new Refusal(
                            408,
                            "slow",
                            "Cannot read the body: it did not come within " + limits.reading.toMillis() + " ms.")),
                    limits.reading);
            body = new byte[(int) Math.min(length, FIRST_BYTES)];
            run();
        }

        private void cancelDeadline() {
            if (deadline != null) {
                deadline.cancel();
            }
        }

        /** Reads what is there, and asks to be called again for more. */
        @Override
        public void run() {
            try {
                while (!isAnswered.get()) {
                    Content.Chunk chunk = request.read();
                    if (chunk == null) {
                        request.demand(this);
                        return;
                    }
                    if (Content.Chunk.isFailure(chunk)) {
                        gone(chunk.getFailure());
                        return;
                    }
                    add(chunk.getByteBuffer());
                    chunk.release();
                    if (chunk.isLast()) {
                        isRead = true;
                        readWhole();
                        return;
                    }
                }
            } catch (RefusedException e) {
                refuse(e.refusal());
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void add(ByteBuffer bytes) throws RefusedException {
            int more = bytes.remaining();
            if (filled + (long) more > limits.maxBodyBytes) {
                throw tooLarge();
            }
            if (filled + more > body.length) {
                long said = request.getLength(); // whose room it has
                long room = said < 0 ? 2L * body.length : said;
                body = Arrays.copyOf(body, (int) Math.min(Math.max(filled + (long) more, room), limits.maxBodyBytes));
            }
            bytes.get(body, filled, more);
            filled += more;
        }

        private void readWhole() throws RefusedException {
            cancelDeadline();
            readNanos = nanoClock.getAsLong();
            Inbound whole = head.withBody(ByteBuffer.wrap(body, 0, filled));
            body = new byte[0];
            Protocol.Reading reading = admitted.read(whole);
            if (reading.answer() != null) {
                answer(reading.answer());
                return;
            }
            if (ticket == null || !ticket.resize(reading.bytes())) {
                refuse(busy());
                return;
            }
            Exchange exchange = new Exchange(reading.items(), reading.bytes(), this);
            deadline = schedule(() -> gateway.expire(exchange), limits.commit);
            gateway.accept(exchange);
        }

        @Override
        public void answer(Exchange exchange) {
            cancelDeadline();
            Outcome[] outcomes = exchange.outcomes();
            count(outcomes);
            request.getComponents().getExecutor().execute(() -> {
                int status = Answers.status(outcomes);
                send(status, JSON, Answers.results(exchange.items(), outcomes));
                metrics.answered(status, Duration.ofNanos(nanoClock.getAsLong() - readNanos));
            });
        }

        private void count(Outcome[] outcomes) {
            for (Outcome each : Outcome.values()) {
                int events = 0;
                for (Outcome outcome : outcomes) {
                    events += outcome == each ? 1 : 0;
                }
                if (events > 0) {
                    metrics.settled(each, events);
                }
            }
        }

        @Override
        public void settled(Exchange exchange) {
            gateway.forget(exchange);
            release();
        }

        private void release() {
            if (ticket != null) {
                ticket.release();
            }
        }

        void answer(Answer answer) {
            answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            isRead |= head.method().equals("GET") || head.method().equals("HEAD");
            send(answer.status(), answer.contentType(), answer.body().getBytes(StandardCharsets.UTF_8));
            release();
        }

        void refuse(Refusal refusal) {
            metrics.refused(refusal.reason());
            refusal.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            send(refusal.status(), JSON, Answers.refusal(refusal));
            cancelDeadline();
            release();
        }

        /** A fault of ours: the sender is to try again. */
        void fail(RuntimeException e) {
            LOG.error("Cannot take a request for {}.", head.path(), e);
            refuse(new Refusal(503, "other", "Cannot take the request. Send it again later."));
        }

        /** The sender has gone in the middle of its request. */
        private void gone(Throwable failure) {
            LOG.debug("A request for {} broke off: {}", head.path(), failure.toString());
            if (isAnswered.compareAndSet(false, true)) {
                cancelDeadline();
                callback.failed(failure);
            }
            release();
        }

        private void send(int status, String contentType, byte[] text) {
            if (!isAnswered.compareAndSet(false, true)) {
                return;
            }
            response.setStatus(status);
            protocol.headers(head)
                    .forEach((name, value) -> response.getHeaders().put(name, value));
            if (!contentType.isEmpty()) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
            }
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            if (status == 503 || status == 429) {
                if (!response.getHeaders().contains(HttpHeader.RETRY_AFTER)) {
                    response.getHeaders().put(HttpHeader.RETRY_AFTER, Math.max(1, limits.retryAfter.toSeconds()));
                }
            }
            response.write(true, ByteBuffer.wrap(text), isRead ? callback : new Drain(request, callback));
        }
    }

    private static Refusal busy() {
        return new Refusal(503, "busy", "Cannot take the request: too much is under way already. Send it again later.");
    }

    private static Refusal stopping() {
        return new Refusal(503, "stopping", "Cannot take the request: the task ends. Send it again later.");
    }
}
