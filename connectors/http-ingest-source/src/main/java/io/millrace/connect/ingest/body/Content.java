// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** A body as it was before it was compressed and wrapped. */
final class Content implements AutoCloseable {
    private static final int HEAD = 4096;

    private final byte[] head;
    private final InputStream rest;
    private final InputStream all;

    private Content(byte[] head, InputStream rest) {
        this.head = head;
        this.rest = rest;
        this.all = head.length < HEAD
                ? new ByteArrayInputStream(head)
                : new SequenceInputStream(new ByteArrayInputStream(head), rest);
    }

    static Content of(InputStream decoded) throws IOException {
        try {
            return new Content(decoded.readNBytes(HEAD), decoded);
        } catch (IOException e) {
            decoded.close();
            throw e;
        }
    }

    static Content of(byte[] whole) throws IOException {
        return of(new ByteArrayInputStream(whole));
    }

    /** To be read once. */
    InputStream stream() {
        return all;
    }

    /** The first character that is no white space, nor a mark of the encoding; zero if none is near the beginning. */
    char first() {
        int from =
                head.length >= 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb && head[2] == (byte) 0xbf ? 3 : 0;
        for (int i = from; i < head.length; i++) {
            if (head[i] != ' ' && head[i] != '\n' && head[i] != '\r' && head[i] != '\t') {
                return (char) (head[i] & 0xff);
            }
        }
        return 0;
    }

    boolean looksLikeJson() {
        return first() == '{' || first() == '[';
    }

    boolean startsWith(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (i == head.length || head[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        rest.close(); // a decoder's memory is not all on the heap
    }
}
