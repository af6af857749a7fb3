// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the live page on loopback, and tells each browser that has it open what was last {@linkplain #publish published}.
 *
 * <p>{@code GET /} is the page, {@code GET /events} a stream of server-sent events (HTML standard, section 9.2): {@code
 * snapshot} with a {@link Snapshot}, {@code end} with the reason. A browser that is slower than what is published misses
 * what came between. Only requests for {@code 127.0.0.1} or {@code localhost} are answered, so that no other site can have
 * its name resolved to this machine and read it. Thread-safe.
 */
public final class LivePage implements AutoCloseable {
    private static final int MAX_THREADS = 40;
    private static final String ADDRESS = "127.0.0.1";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Stream stream = new Stream();

    private LivePage(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            this.server = HttpServer.create(address, 64);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the live page: no listening on " + address + ".", e);
        }
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(2, MAX_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "live-page-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", new PageHandler(Assets.all(), Map.of("/events", stream::serve)));
        server.start();
    }

    /** Port 0 takes a free one. */
    public static LivePage start(int port) {
        return new LivePage(port);
    }

    /** The page's address. */
    public String url() {
        return "http://" + ADDRESS + ":" + server.getAddress().getPort();
    }

    /** Whether a browser has it open. */
    public boolean isWatched() {
        return stream.watchers() > 0;
    }

    /** Tells every browser. */
    public void publish(Snapshot snapshot) {
        stream.send("snapshot", snapshot.json());
    }

    /** Tells every browser, and those that come later, that nothing more comes and why. */
    public void end(String reason) {
        stream.send("end", Snapshot.json(reason));
    }

    /** Ends every stream; browsers try to come back until there is a page again. */
    @Override
    public void close() {
        stream.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
