// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a PostgreSQL client sends into messages, and remembers the text of its prepared statements: a driver sends
 * COMMIT as text only once, then by name. Protocol 3; nothing is read of an encrypted stream.
 */
final class FrontendScanner {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;

    private final DataInputStream in;
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private boolean started;

    FrontendScanner(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
    }

    /** A message and its bytes on the wire; {@code asksForEncryption} before the first one proper. */
    static final class Frame {
        private final FrontendMessage message;
        private final byte[] bytes;
        private final boolean asksForEncryption;

        private Frame(FrontendMessage message, byte[] bytes, boolean asksForEncryption) {
            this.message = message;
            this.bytes = bytes;
            this.asksForEncryption = asksForEncryption;
        }

        FrontendMessage message() {
            return message;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean asksForEncryption() {
            return asksForEncryption;
        }
    }

    /** Waits for a whole message; null at the end of the stream. */
    @Nullable Frame next() throws IOException {
        try {
            return started ? typed() : untyped();
        } catch (EOFException end) {
            return null;
        }
    }

    /** Whether more has arrived already. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    private Frame untyped() throws IOException {
        int length = in.readInt();
        byte[] bytes = ByteBuffer.allocate(length).putInt(length).array();
        in.readFully(bytes, 4, length - 4);
        int code = ByteBuffer.wrap(bytes).getInt(4);
        boolean asksForEncryption = code == SSL_REQUEST || code == GSS_REQUEST;
        started = !asksForEncryption && code != CANCEL_REQUEST;
        return new Frame(new FrontendMessage(FrontendMessage.STARTUP, ""), bytes, asksForEncryption);
    }

    private Frame typed() throws IOException {
        byte type = in.readByte();
        int length = in.readInt();
        byte[] bytes = ByteBuffer.allocate(1 + length).put(type).putInt(length).array();
        in.readFully(bytes, 5, length - 4);
        return new Frame(new FrontendMessage((char) type, sql((char) type, bytes)), bytes, false);
    }

    private String sql(char type, byte[] bytes) {
        ByteBuffer body = ByteBuffer.wrap(bytes, 5, bytes.length - 5);
        return switch (type) {
            case 'Q' -> text(body);
            case 'P' -> remember(statements, text(body), text(body));
            case 'B' -> remember(portals, text(body), statements.getOrDefault(text(body), ""));
            case 'E' -> portals.getOrDefault(text(body), "");
            default -> "";
        };
    }

    private static String remember(Map<String, String> texts, String name, String sql) {
        texts.put(name, sql);
        return sql;
    }

    /** Up to the next zero byte. */
    private static String text(ByteBuffer body) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (byte next = body.get(); next != 0; next = body.get()) {
            text.write(next);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
