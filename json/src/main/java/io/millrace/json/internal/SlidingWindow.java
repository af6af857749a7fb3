// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import io.millrace.records.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A stream that keeps what has been read of it from some byte on, so that a record can be cut out or read again while the
 * stream as a whole may have any length. What is kept is bounded: of a longer record the bytes pass, and asking for them
 * is a fault. A byte order mark at the beginning is left out. Not thread-safe.
 */
public final class SlidingWindow extends InputStream {
    private static final int CHUNK = 16 * 1024;
    private static final int HEAD = 3;
    private static final byte[] NONE = {};

    /** Buffers of windows that were released: to clear a new one takes as long as to read a small page. */
    private static final BlockingQueue<byte[]> SPARE = new ArrayBlockingQueue<>(16);

    private final InputStream source;
    private final int maxKept;
    private byte[] buffer;
    /** Of the whole stream, where the buffer begins, what has been handed out, and what is kept. */
    private long base;

    private int filled;
    private int handedOut;
    private long keepFrom;
    private boolean overflown;

    /**
     * A window on {@code source}.
     *
     * @param maxKept how many bytes are kept at most
     */
    public SlidingWindow(InputStream source, int maxKept) throws IOException {
        this.source = source;
        this.maxKept = maxKept;
        byte[] spare = SPARE.poll();
        buffer = spare == null ? new byte[2 * CHUNK] : spare;
        int count;
        while (filled < HEAD && (count = source.read(buffer, filled, HEAD - filled)) >= 0) {
            filled += count;
        }
        if (filled == HEAD && buffer[0] == (byte) 0xef && buffer[1] == (byte) 0xbb && buffer[2] == (byte) 0xbf) {
            filled = 0;
        }
    }

    byte[] head() {
        return Arrays.copyOf(buffer, filled);
    }

    /** From here on bytes are kept; those before are not needed any more. */
    public void keepFrom(long position) {
        keepFrom = position;
        overflown = false;
    }

    /** Whether what was to be kept is more than may be. */
    public boolean isOverflown() {
        return overflown;
    }

    public int maxKept() {
        return maxKept;
    }

    /** How many bytes have been read from the source. */
    public long passed() {
        return base + filled;
    }

    /** Adds the bytes from {@code from} to before {@code to}, which are kept, to {@code digest}. */
    public void addTo(java.util.zip.CRC32C digest, long from, long to) {
        if (from >= base && to <= base + filled) {
            digest.update(buffer, (int) (from - base), (int) (to - from));
        }
    }

    String utf8(long from, int length) {
        if (overflown || from < base) {
            throw new Fault("a record of more than " + maxKept + " bytes");
        }
        return JsonInput.utf8(buffer, (int) (from - base), length);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (handedOut == filled && !fill()) {
            return -1;
        }
        int count = Math.min(length, filled - handedOut);
        System.arraycopy(buffer, handedOut, target, offset, count);
        handedOut += count;
        return count;
    }

    @Override
    public int read() throws IOException {
        return handedOut == filled && !fill() ? -1 : buffer[handedOut++] & 0xff;
    }

    private boolean fill() throws IOException {
        makeRoom();
        int count = source.read(buffer, filled, Math.min(CHUNK, buffer.length - filled));
        if (count < 0) {
            return false;
        }
        filled += count;
        return true;
    }

    private void makeRoom() {
        if (base + filled - keepFrom > maxKept) {
            overflown = true;
            keepFrom = base + filled;
        }
        if (buffer.length - filled >= CHUNK) {
            return;
        }
        int drop = (int) Math.max(0, Math.min(keepFrom - base, filled));
        if (drop > 0) {
            System.arraycopy(buffer, drop, buffer, 0, filled - drop);
            base += drop;
            filled -= drop;
            handedOut -= drop;
        }
        if (buffer.length - filled < CHUNK) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    /** Nobody asks for what was kept any more. A parser that closes the stream at its end may still. */
    void release() {
        byte[] spare = buffer;
        buffer = NONE;
        if (spare.length == 2 * CHUNK) {
            SPARE.offer(spare);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
