// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Closes connections that send a request's head a few bytes at a time: the idle time-out begins anew with each byte, and
 * the time-out of bodies only once there is a head. Looks at all connections once in the time that a request has, and leaves
 * alone those whose request is being read or answered.
 */
final class SlowSenders extends Handler.Wrapper {
    private final Duration timeout;
    private final Set<Connection> inCall = ConcurrentHashMap.newKeySet();
    private Map<EndPoint, Progress> before = new HashMap<>();
    private volatile boolean isOver;

    private record Progress(long bytes, long messages) {}

    SlowSenders(Handler handler, Duration timeout) {
        super(handler);
        this.timeout = timeout;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        inCall.add(connection);
        Request.addCompletionListener(request, failure -> inCall.remove(connection));
        return super.handle(request, response, callback);
    }

    /** Begins to look at the connections of {@code connector}. */
    void watch(ServerConnector connector) {
        if (!isOver) {
            connector.getScheduler().schedule(() -> look(connector), timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look(ServerConnector connector) {
        Map<EndPoint, Progress> now = new HashMap<>();
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            Connection connection = endPoint.getConnection();
            if (connection instanceof SslConnection ssl) {
                connection = ssl.getSslEndPoint().getConnection();
            }
            // Only of HTTP/1: streams of HTTP/2 have a time-out of their own.
            if (connection instanceof ConnectionMetaData && !inCall.contains(connection)) {
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
        watch(connector);
    }

    void unwatch() {
        isOver = true;
    }
}
