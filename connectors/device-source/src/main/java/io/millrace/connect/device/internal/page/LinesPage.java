// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.page;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.records.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A JSON value a line (NDJSON, JSON Lines). Blank lines pass; a bad line leaves the next ones alone. */
final class LinesPage implements PageReader {
    private static final int FIRST_BYTES = 1024;

    private final RecordShape shape;
    private final InputStream source;
    private final byte[] chunk = new byte[16 * 1024];
    private int filled;
    private int at;
    private final int maxBytes;
    private final int maxDepth;
    private final CRC32C digest = new CRC32C();
    private byte[] line = new byte[FIRST_BYTES];
    private int length;
    private boolean isTooLong;
    private long lines;
    private long count;
    private long bytes;

    LinesPage(PageFormat format, InputStream body, RecordShape shape) {
        this.shape = shape;
        this.source = body;
        this.maxBytes = format.limits().maxRecordBytes();
        this.maxDepth = format.limits().maxDepth();
    }

    @Override
    public @Nullable Shaped next() throws IOException {
        if (!readLine()) {
            return null;
        }
        if (isTooLong) {
            Fault fault = new Fault("a record of more than " + maxBytes + " bytes");
            throw new BadRecordException("line " + lines, fault.found(), "", fault);
        }
        byte[] json = Arrays.copyOf(line, length);
        digest.update(json);
        try {
            return OneRecord.read(shape, json, maxDepth);
        } catch (Fault fault) {
            throw new BadRecordException(
                    "line " + lines + fault.pointer(), fault.found(), new String(json, StandardCharsets.UTF_8), fault);
        }
    }

    @Override
    public boolean skip() throws IOException {
        return readLine();
    }

    /** The next line that is not blank. */
    private boolean readLine() throws IOException {
        do {
            length = 0;
            isTooLong = false;
            int next = read();
            if (next < 0) {
                return false;
            }
            lines++;
            for (; next >= 0 && next != '\n'; next = read()) {
                bytes++;
                add((byte) next);
            }
            bytes++;
            if (lines == 1 && length >= 3 && line[0] == (byte) 0xef && line[1] == (byte) 0xbb) {
                System.arraycopy(line, 3, line, 0, length -= 3);
            }
        } while (isBlank() && !isTooLong);
        count++;
        return true;
    }

    /** As a buffered stream reads, without its lock for every byte. */
    private int read() throws IOException {
        if (at == filled) {
            at = 0;
            filled = source.read(chunk, 0, chunk.length);
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
        }
        return chunk[at++] & 0xff;
    }

    private void add(byte next) {
        if (length == maxBytes) {
            isTooLong = true;
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, (int) Math.min(maxBytes, 2L * length));
        }
        line[length++] = next;
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public @Nullable String envelope(JsonPointer pointer) {
        return null;
    }

    @Override
    public long digest() {
        return digest.getValue();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
