// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bad network in front of a PostgreSQL server: listens on a port of 127.0.0.1 and passes on what it gets, until it is
 * told to fail. A {@linkplain #onFrontend rule} places a fault at one message of a client; the other methods are about
 * all connections. It declines encryption, because it reads the messages. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private enum Mode {
        PASS,
        HALF_OPEN,
        RESET
    }

    private final InetSocketAddress target;
    private final int port = Ports.free();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.PASS;
    private volatile Duration latency = Duration.ZERO;
    private @Nullable ServerSocket listener;

    private FaultProxy(InetSocketAddress target) {
        this.target = target;
        pass();
    }

    public static FaultProxy before(DatabaseServer server) {
        return before(new InetSocketAddress(server.host(), server.port()));
    }

    static FaultProxy before(InetSocketAddress target) {
        return new FaultProxy(target);
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The first message of any client for which this holds, from now on, meets the fault; those after it pass. */
    public FaultRule onFrontend(Predicate<FrontendMessage> when, Fault fault) {
        FaultRule rule = new FaultRule(when, fault);
        rules.add(rule);
        return rule;
    }

    /** New connections pass, without delay. Connections that were spoilt remain so. */
    public synchronized void pass() {
        latency = Duration.ZERO;
        mode = Mode.PASS;
        if (listener == null) {
            listener = listen();
        }
    }

    /** Each answer of the server arrives later by this. */
    public void latency(Duration perAnswer) {
        latency = perAnswer;
    }

    /** All connections stay, new ones are taken, and nothing arrives any more, either way. */
    public synchronized void halfOpen() {
        mode = Mode.HALF_OPEN;
        connections.forEach(ProxiedConnection::swallow);
    }

    /** All connections are reset, and new ones as soon as they are made. */
    public synchronized void reset() {
        mode = Mode.RESET;
        connections.forEach(ProxiedConnection::reset);
    }

    /** As if there were no server: all connections are reset, and new ones refused. */
    public synchronized void refuse() {
        stopListening();
        reset();
    }

    /** The connections that have not ended. */
    public int connections() {
        return connections.size();
    }

    @Override
    public void close() {
        refuse();
        rules.forEach(FaultRule::release);
    }

    Duration latency() {
        return latency;
    }

    @Nullable FaultRule ruleFor(FrontendMessage message) {
        for (FaultRule rule : rules) {
            if (rule.matches(message)) {
                return rule;
            }
        }
        return null;
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private ServerSocket listen() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            start("fault-proxy-" + port, () -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                take(socket.accept());
            } catch (IOException closed) {
                // The socket, by refuse(), and the loop ends; or the client that just came, which is its affair.
            }
        }
    }

    private void take(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            server.connect(target);
        } catch (IOException e) {
            ProxiedConnection.reset(client);
            throw e;
        }
        ProxiedConnection connection = new ProxiedConnection(this, client, server);
        synchronized (this) {
            connections.add(connection);
            switch (mode) {
                case PASS -> {}
                case HALF_OPEN -> connection.swallow();
                case RESET -> connection.reset();
            }
        }
        connection.start();
    }

    private void stopListening() {
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot stop listening on port " + port + ": " + e.getMessage(), e);
            }
            listener = null;
        }
    }
}
