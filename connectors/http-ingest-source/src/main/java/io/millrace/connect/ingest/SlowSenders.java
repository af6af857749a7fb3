// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections that send a request's head a few bytes at a time: the idle time-out begins anew with each byte, and
 * the time-out of bodies only once there is a head. Looks at all connections once in the time that a request has.
 */
final class SlowSenders {
    private final ServerConnector connector;
    private final Duration timeout;
    private Map<EndPoint, Progress> before = new HashMap<>();
    private @Nullable Scheduler scheduler;
    private volatile boolean isStopped;

    private record Progress(long bytes, long messages) {}

    SlowSenders(ServerConnector connector, Duration timeout) {
        this.connector = connector;
        this.timeout = timeout;
    }

    void start(Scheduler on) {
        scheduler = on;
        again();
    }

    private void again() {
        if (scheduler != null && !isStopped) {
            scheduler.schedule(this::look, timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        Map<EndPoint, Progress> now = new HashMap<>();
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            Connection connection = endPoint.getConnection();
            if (connection instanceof SslConnection ssl) {
                connection = ssl.getSslEndPoint().getConnection();
            }
            if (connection instanceof ConnectionMetaData) { // HTTP/1: streams of HTTP/2 have a time-out of their own
                now.put(endPoint, new Progress(connection.getBytesIn(), connection.getMessagesIn()));
            }
        }
        now.forEach((endPoint, progress) -> {
            Progress last = before.get(endPoint);
            if (last != null && progress.messages == last.messages && progress.bytes > last.bytes) {
                endPoint.close();
            }
        });
        before = now;
        again();
    }

    void stop() {
        isStopped = true;
    }
}
