// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Devices that push batches of events, each again until it is told what became of it, as SDKs do. */
final class Pusher implements AutoCloseable {
    private static final Pattern OK = Pattern.compile("\"(e\\d+)\":\"ok\"");
    private static final long AGAIN_NANOS = 50_000_000;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger repeats = new AtomicInteger();
    private final ExecutorService devices;
    private final URI url;
    private final int batch;
    private volatile boolean isStopped;

    Pusher(int port, int devices, int batch) {
        this.url = URI.create("http://127.0.0.1:" + port + "/v1/batch");
        this.batch = batch;
        this.devices = Executors.newFixedThreadPool(devices);
    }

    /** Sends so many events in all. */
    void push(int events, int threads) {
        for (int i = 0; i < threads; i++) {
            devices.execute(() -> {
                for (int from = next.getAndAdd(batch); from < events && !isStopped; from = next.getAndAdd(batch)) {
                    send(from, Math.min(events, from + batch));
                }
            });
        }
    }

    private void send(int from, int to) {
        List<String> events = new ArrayList<>();
        for (int n = from; n < to; n++) {
            events.add(event(n));
        }
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(40))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"batch\":[" + String.join(",", events) + "]}"))
                .build();
        while (!isStopped) {
            try {
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                Matcher ok = OK.matcher(answer.body());
                while (ok.find()) {
                    acknowledged.add(ok.group(1));
                }
                if (answer.statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // the worker is away
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            repeats.incrementAndGet();
            LockSupport.parkNanos(AGAIN_NANOS);
        }
    }

    static String event(int n) {
        return "{\"messageId\":\"e" + n + "\",\"deviceId\":\"d" + n % 100 + "\",\"type\":\"reading\",\"seq\":" + n
                + ",\"originalTimestamp\":\"2026-03-01T12:00:00.123Z\",\"properties\":{\"v\":" + n + "}}";
    }

    /** The events that some answer said {@code ok} of. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    int repeats() {
        return repeats.get();
    }

    boolean isDone() {
        devices.shutdown();
        return devices.isTerminated();
    }

    @Override
    public void close() {
        isStopped = true;
        devices.shutdownNow();
        try {
            devices.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
