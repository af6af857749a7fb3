// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device event API on loopback: {@code GET /v1/events?after=<cursor>&limit=<n>} with a bearer token.
 *
 * <p>The answer is {@code {"data":[…],"next":"<cursor>","has_more":true|false}}. A cursor is opaque and stays valid; at
 * the end of the feed {@code next} is the cursor to ask again with. A wrong token gets 401, an unknown cursor or limit
 * 400, and now and then a request gets 429 with {@code Retry-After}. Nothing is in the feed until {@link #append} or
 * {@link #generate} puts it there; what it then holds depends only on the seed, the fleet's size, and when that was.
 *
 * <p>Thread-safe.
 */
public final class DeviceApi extends Uploads implements AutoCloseable {
    private static final int HTTP_THREADS = 4;

    static {
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true"); // else small answers wait 40 ms for an ACK
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private DeviceApi(Builder settings) {
        super(new Feed(settings.seed, settings.devices, settings.clock));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port);
        try {
            this.server = HttpServer.create(address, 64);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the device API: no listening on " + address + ".", e);
        }
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(HTTP_THREADS, task -> {
            Thread thread = new Thread(task, "device-api-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", new EventsHandler(feed, settings.token, settings.throttle()));
        server.start();
    }

    /** An API that accepts {@code token}; port 0 takes a free one. */
    public static DeviceApi start(int port, String token, long seed) {
        return builder(token).port(port).seed(seed).start();
    }

    public static Builder builder(String token) {
        return new Builder(token);
    }

    /** The address without a path, {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Settings of a {@link DeviceApi}. */
    public static final class Builder {
        private final String token;
        private int port;
        private long seed = 1;
        private int devices = 500;
        private int throttleEvery = 200;
        private int retryAfterSeconds = 1;
        private Clock clock = Clock.systemUTC();

        private Builder(String token) {
            this.token = token;
        }

        /** 0, the default, takes a free port. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** The size of the fleet. */
        public Builder devices(int value) {
            if (value < 2) {
                throw new IllegalArgumentException("Invalid fleet of " + value + " devices: expected 2 or more.");
            }
            devices = value;
            return this;
        }

        /** Every how-manieth request gets 429; 0 for never. */
        public Builder throttleEvery(int requests) {
            throttleEvery = requests;
            return this;
        }

        /** The {@code Retry-After} of a 429, in seconds. */
        public Builder retryAfterSeconds(int value) {
            retryAfterSeconds = value;
            return this;
        }

        /** Tells when an event is received. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        public DeviceApi start() {
            return new DeviceApi(this);
        }

        private EventsHandler.Throttle throttle() {
            return new EventsHandler.Throttle(throttleEvery, retryAfterSeconds);
        }
    }
}
