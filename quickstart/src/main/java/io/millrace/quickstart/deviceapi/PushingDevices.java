// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Devices that push their events in batches, {@code POST /v1/batch} with a bearer token, over connections that stay open.
 *
 * <p>As SDKs do, a batch is sent again until each of its events is answered {@code ok}: after 503, and after a connection
 * that failed, when nobody knows what became of it. And now and then a batch is sent once more although it was answered.
 * Nothing is pushed until {@link #append} or {@link #generate} says so. Thread-safe.
 */
public final class PushingDevices extends Uploads implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int DEVICES = 500;
    private static final int BATCH = 25;
    private static final int TWICE_EVERY = 20;
    private static final long IDLE_MS = 10;
    private static final long AGAIN_MS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI url;
    private final String key;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS, task -> {
        Thread thread = new Thread(task, "pushing-devices");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();
    private int taken;
    private volatile boolean closing;

    private PushingDevices(String url, String key, long seed, Clock clock) {
        super(new Feed(seed, DEVICES, clock));
        this.url = URI.create(url + "/v1/batch");
        this.key = key;
    }

    /** Devices that push to this address, {@code http://host:port}, with this key. */
    public static PushingDevices start(String url, String key, long seed, Clock clock) {
        PushingDevices devices = new PushingDevices(url, key, seed, clock);
        for (int i = 0; i < CONNECTIONS; i++) {
            devices.threads.execute(devices::run);
        }
        return devices;
    }

    /** Uploads that were not answered {@code ok} yet. */
    public int unanswered() {
        return feed.size() - answered.get();
    }

    /** How often an event was sent that had been sent before, for whatever reason. */
    public int repeats() {
        return Math.max(0, sent.get() - feed.distinct());
    }

    /** What devices were told that makes no sense to send again; empty if nothing was. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal.get());
    }

    @Override
    public void close() {
        closing = true;
        threads.shutdownNow();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                List<DeviceEvent> batch = next();
                if (batch.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(IDLE_MS);
                } else {
                    push(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<DeviceEvent> next() {
        List<DeviceEvent> batch = feed.page(taken, BATCH);
        taken += batch.size();
        return batch;
    }

    private void push(List<DeviceEvent> batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(EventJson.batch(batch)))
                .build();
        int times = batches.incrementAndGet() % TWICE_EVERY == 0 ? 2 : 1;
        for (int i = 0; i < times; i++) {
            sendUntilTaken(request, batch.size());
        }
        answered.addAndGet(batch.size());
    }

    private void sendUntilTaken(HttpRequest request, int events) throws InterruptedException {
        while (!closing) {
            sent.addAndGet(events);
            long againMs = AGAIN_MS;
            try {
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 200 && accepted(answer.body()) == events) {
                    return;
                }
                if (answer.statusCode() != 503) {
                    refusal.compareAndSet(null, "HTTP " + answer.statusCode() + " from " + url + ": " + answer.body());
                }
                againMs = TimeUnit.SECONDS.toMillis(
                                answer.headers().firstValueAsLong("Retry-After").orElse(0))
                        + AGAIN_MS;
            } catch (IOException e) {
                // the worker is away; what it had read may be in Kafka or not
            }
            TimeUnit.MILLISECONDS.sleep(againMs);
        }
    }

    private static int accepted(String body) throws JsonProcessingException {
        return JSON.readTree(body).path("accepted").asInt();
    }
}
