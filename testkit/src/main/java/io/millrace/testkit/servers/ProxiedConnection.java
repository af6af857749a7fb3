// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One client's connection through a {@link FaultProxy}: a thread for each direction. */
final class ProxiedConnection {
    private static final byte DECLINED = 'N';
    private static final byte READY_FOR_QUERY = 'Z';

    private enum State {
        PASSING,
        SWALLOWING,
        LOSING_REPLY
    }

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final AtomicInteger directions = new AtomicInteger(2);
    private volatile State state = State.PASSING;
    private volatile @Nullable FaultRule hold;

    ProxiedConnection(FaultProxy proxy, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        FaultProxy.start("fault-proxy-requests-" + client.getPort(), () -> run(this::passRequests));
        FaultProxy.start("fault-proxy-replies-" + client.getPort(), () -> run(this::passReplies));
    }

    void swallow() {
        state = State.SWALLOWING;
    }

    void reset() {
        reset(client);
        reset(server);
        proxy.forget(this);
    }

    /** Ends it so that the other side sees a reset, not an end. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // as it should be
        }
    }

    private interface Direction {
        void run() throws IOException, InterruptedException;
    }

    private void run(Direction direction) {
        try {
            direction.run();
        } catch (IOException broken) {
            if (state != State.SWALLOWING) {
                reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        } finally {
            if (directions.decrementAndGet() == 0) {
                reset(); // both have ended
            }
        }
    }

    private void passRequests() throws IOException, InterruptedException {
        FrontendScanner requests = new FrontendScanner(client.getInputStream());
        OutputStream out = new BufferedOutputStream(server.getOutputStream(), 1 << 16);
        for (FrontendScanner.Frame frame = requests.next(); frame != null; frame = requests.next()) {
            if (frame.asksForEncryption() && state == State.PASSING) {
                client.getOutputStream().write(DECLINED);
                continue;
            }
            if (state == State.PASSING) {
                meet(frame.message());
            }
            if (state != State.SWALLOWING) {
                out.write(frame.bytes());
                if (!requests.hasMore()) {
                    out.flush();
                }
            }
        }
        if (state != State.SWALLOWING) {
            out.flush();
            server.shutdownOutput(); // not closed: what it got last must not be lost by a reset
        }
    }

    /** The fault that is set for this message, if one is. */
    private void meet(FrontendMessage message) throws IOException, InterruptedException {
        FaultRule rule = proxy.ruleFor(message);
        if (rule == null) {
            return;
        }
        rule.fire();
        switch (rule.fault()) {
            case RESET -> throw new IOException("reset by a rule");
            case SWALLOW -> swallow();
            case LOSE_REPLY -> state = State.LOSING_REPLY;
            case HOLD -> {
                hold = rule;
                rule.awaitReleased();
            }
        }
    }

    private void passReplies() throws IOException, InterruptedException {
        DataInputStream replies = new DataInputStream(new BufferedInputStream(server.getInputStream(), 1 << 16));
        OutputStream out = new BufferedOutputStream(client.getOutputStream(), 1 << 16);
        boolean clientIsThere = true;
        for (byte[] reply = next(replies); reply.length > 0; reply = next(replies)) {
            delay(reply[0]);
            if (state == State.LOSING_REPLY && reply[0] == READY_FOR_QUERY) {
                reset();
                return;
            }
            if (state == State.PASSING && clientIsThere) {
                clientIsThere = write(reply, out, replies.available() == 0);
            }
        }
        if (state != State.SWALLOWING) {
            client.shutdownOutput();
        }
    }

    /** A reply whole; empty at the end. */
    private static byte[] next(DataInputStream replies) throws IOException {
        try {
            byte type = replies.readByte();
            int length = replies.readInt();
            byte[] bytes =
                    ByteBuffer.allocate(1 + length).put(type).putInt(length).array();
            replies.readFully(bytes, 5, length - 4);
            return bytes;
        } catch (EOFException end) {
            return new byte[0];
        }
    }

    private void delay(byte type) throws InterruptedException {
        FaultRule holding = hold;
        if (holding != null) {
            holding.awaitReleased();
        }
        if (type == READY_FOR_QUERY && !proxy.latency().isZero()) {
            LockSupport.parkNanos(proxy.latency().toNanos());
        }
    }

    /** Whether the client is there still. Where it is not, the server's replies are taken all the same. */
    private static boolean write(byte[] reply, OutputStream out, boolean flush) {
        try {
            out.write(reply);
            if (flush) {
                out.flush();
            }
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
