// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bad network in front of a ClickHouse: passes on what it gets, until an insert comes that is to meet a fault. Requests
 * must not be compressed, since it looks for the statement. Thread-safe.
 */
final class BadNetwork implements AutoCloseable {
    /** What becomes of an insert. */
    enum Fault {
        /** The connection is reset when the server has some of the rows. */
        RESET_AMID_ROWS,
        /** The server has all of them and answers; the answer is lost, and the connection is reset. */
        LOSE_ANSWER,
        /** Nothing arrives any more, either way, and nobody hears that the other has closed. */
        SILENCE
    }

    private static final byte[] INSERT = "INSERT".getBytes(StandardCharsets.ISO_8859_1);
    private static final int ROWS_BEFORE_RESET = 20_000;

    private final int target;
    private final ServerSocket listener;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Set<Socket> servers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger fired = new AtomicInteger();
    private volatile Fault fault = Fault.LOSE_ANSWER;

    /** @param target port of the server on 127.0.0.1 */
    BadNetwork(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** The next inserts, so many of them, meet the fault. */
    BadNetwork onInsert(Fault what, int times) {
        fault = what;
        faults.set(times);
        return this;
    }

    /** All connections are reset, and so are the next ones, so many of them. */
    void reset(int connections) {
        resets.set(connections);
        clients.forEach(BadNetwork::reset);
    }

    /** How many inserts have met a fault, and connections a reset. */
    int fired() {
        return fired.get();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "bad-network");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (resets.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    fired.incrementAndGet();
                    reset(client);
                } else {
                    new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target)).start();
                }
            } catch (IOException closed) {
                // the listener, and the loop ends; or the client, which is its affair
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // as it should be
        }
    }

    /** Never by a reset: a server that is embedded in another process may die of one. */
    private static void end(Socket server) {
        try {
            server.shutdownOutput();
        } catch (IOException gone) {
            // as it should be
        }
    }

    /** One client's. */
    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean losesAnswer;
        private volatile boolean isSilent;
        private int rowsBytes = -1;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
            clients.add(client);
            servers.add(server);
        }

        void start() {
            BadNetwork.start(() -> pass(client, server, true));
            BadNetwork.start(() -> pass(server, client, false));
        }

        private void pass(Socket from, Socket to, boolean isRequest) {
            try {
                copy(from.getInputStream(), to.getOutputStream(), isRequest);
                if (!isSilent) {
                    to.shutdownOutput();
                }
            } catch (IOException broken) {
                if (!isSilent) {
                    reset(client);
                    end(server);
                }
            }
        }

        private void copy(InputStream in, OutputStream out, boolean isRequest) throws IOException {
            byte[] buffer = new byte[8_192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (isRequest) {
                    meet(buffer, length);
                } else if (losesAnswer) {
                    reset(client);
                }
                if (!isSilent && (isRequest || !client.isClosed())) { // else the answer is read, for nobody
                    out.write(buffer, 0, length);
                }
            }
        }

        private void meet(byte[] buffer, int length) throws IOException {
            if (rowsBytes < 0 && isInsert(buffer, length) && faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                fired.incrementAndGet();
                rowsBytes = 0;
                losesAnswer = fault == Fault.LOSE_ANSWER;
                isSilent = fault == Fault.SILENCE;
            } else if (rowsBytes >= 0) {
                rowsBytes += length;
            }
            if (fault == Fault.RESET_AMID_ROWS && rowsBytes > ROWS_BEFORE_RESET) {
                throw new IOException("reset amid rows");
            }
        }

        private boolean isInsert(byte[] buffer, int length) {
            for (int at = 0; at + INSERT.length <= length; at++) {
                if (Arrays.equals(buffer, at, at + INSERT.length, INSERT, 0, INSERT.length)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        clients.forEach(BadNetwork::reset);
        servers.forEach(BadNetwork::end);
    }
}
