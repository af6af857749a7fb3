// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The task of {@link FloorConnector}, which has no records. Jetty has as many threads as the connector's has. */
public final class FloorTask extends SourceTask {
    private static final int THREADS = 32;
    private static final long PATIENCE_MS = 500;

    private final Server server = new Server(new QueuedThreadPool(THREADS, 4));
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Called by Connect. */
    public FloorTask() {}

    /** All that is measured of it. */
    static final class Discard extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Source.consumeAll(request, callback);
            return true;
        }
    }

    @Override
    public void start(Map<String, String> props) {
        ServerConnector connector = new ServerConnector(server, 1, -1);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(props.getOrDefault(FloorConnector.PORT, "")));
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.setHandler(new Discard());
        try {
            server.start();
        } catch (Exception e) {
            throw new ConnectException("Cannot listen on " + connector.getPort() + ".", e);
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        stopped.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
        return null;
    }

    @Override
    public void stop() {
        stopped.countDown();
        try {
            server.stop();
        } catch (Exception e) {
            throw new ConnectException("Cannot stop the server.", e);
        }
    }

    @Override
    public String version() {
        return "benchmark";
    }
}
