// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One connection by HTTP/1.1, which reads each answer to its end and compares it with the one that is due. */
final class Connection implements AutoCloseable {
    private static final int HEAD_BYTES = 2048;
    private static final String LENGTH = "\r\ncontent-length: ";
    private static final String END = "\r\n\r\n";

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Requests requests;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ByteBuffer expected;
    private long dueNanos;
    private int bodyStart;
    private int end;

    private Connection(SocketChannel channel, Requests requests, Selector selector) throws IOException {
        this.channel = channel;
        this.requests = requests;
        this.out = ByteBuffer.allocateDirect(requests.requestBytes());
        this.in = ByteBuffer.allocate(HEAD_BYTES + requests.answerBytes());
        this.expected = ByteBuffer.allocate(requests.answerBytes());
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    static Connection open(int port, Requests requests, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new Connection(channel, requests, selector);
    }

    /** @param due when it is sent, or was to be */
    void send(long firstId, long due) throws IOException {
        dueNanos = due;
        out.clear();
        requests.writeRequest(firstId, out);
        out.flip();
        expected.clear();
        requests.writeAnswer(firstId, expected);
        in.clear();
        end = -1;
        write();
    }

    private void write() throws IOException {
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Does what can be done now; whether the answer is here. */
    boolean advance() throws IOException {
        if (key.isWritable()) {
            write();
        }
        return key.isReadable() && read();
    }

    private boolean read() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server has closed a connection");
        }
        if (end < 0) {
            readHead();
        }
        if (end < 0 || in.position() < end) {
            return false;
        }
        if (!Arrays.equals(in.array(), bodyStart, end, expected.array(), 0, expected.position())) {
            throw new IllegalStateException("answered with " + text().substring(bodyStart) + " rather than "
                    + new String(expected.array(), 0, expected.position(), StandardCharsets.UTF_8));
        }
        return true;
    }

    private void readHead() {
        String text = text();
        int headEnd = text.indexOf(END);
        if (headEnd < 0) {
            return;
        }
        int length = text.toLowerCase(Locale.ROOT).lastIndexOf(LENGTH, headEnd);
        if (!text.startsWith("HTTP/1.1 200 ") || length < 0) {
            throw new IllegalStateException("answered with " + text);
        }
        int from = length + LENGTH.length();
        bodyStart = headEnd + END.length();
        end = bodyStart + Integer.parseInt(text.substring(from, text.indexOf('\r', from)));
        if (end > in.capacity()) {
            throw new IllegalStateException("answered at length with " + text);
        }
    }

    private String text() {
        return new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
    }

    long dueNanos() {
        return dueNanos;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
