// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bodies without their compression (RFC 9110 section 8.4): gzip, deflate with or without zlib's frame, and zstd. They are
 * read as streams, and bounded by what comes out.
 */
public final class BodyDecoder {
    private static final int MAX_CODINGS = 2;
    private static final int ZLIB_METHOD = 8;

    private BodyDecoder() {}

    /**
     * The body as it was before it was compressed.
     *
     * @param setting {@code auto} for what the headers say, else what the body is
     * @param maxBytes how many bytes may come out, of each coding if there are several
     * @throws UnknownCodingException if it is compressed otherwise
     * @throws IOException if the body is not what it is said to be, now or while it is read
     */
    public static InputStream decode(
            InputStream body, String setting, @Nullable String encoding, @Nullable String type, long maxBytes)
            throws IOException {
        return decoded(body, codings(setting.toLowerCase(Locale.ROOT), encoding, type), maxBytes);
    }

    private static String codings(String setting, @Nullable String encoding, @Nullable String type) {
        if (!setting.equals("auto")) {
            return setting.equals("none") ? "identity" : setting;
        }
        if (encoding != null) {
            return encoding;
        }
        String media = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (media.startsWith("application/gzip") || media.startsWith("application/x-gzip")) {
            return "gzip";
        }
        return media.startsWith("application/zstd") ? "zstd" : "identity";
    }

    private static InputStream decoded(InputStream body, String codings, long maxBytes) throws IOException {
        String[] names = codings.split(",", -1);
        if (names.length > MAX_CODINGS) {
            throw new UnknownCodingException(
                    "found " + names.length + " codings of content (expected at most " + MAX_CODINGS + ")");
        }
        InputStream in = new Bounded(body, maxBytes);
        for (int i = names.length - 1; i >= 0; i--) {
            String name = names[i].trim().toLowerCase(Locale.ROOT);
            if (!name.equals("identity") && !name.isEmpty()) {
                in = new Bounded(decodedOnce(in, name), maxBytes);
            }
        }
        return in;
    }

    private static InputStream decodedOnce(InputStream in, String name) throws IOException {
        return switch (name) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in, 16 * 1024);
            case "deflate" -> inflated(new PushbackInputStream(in, 2));
            case "zstd" -> new ZstdInputStream(in);
            default ->
                throw new UnknownCodingException("found content coding " + name + " (expected gzip, deflate or zstd)");
        };
    }

    /** Some servers send bare deflate data, without the frame that the name stands for. */
    private static InputStream inflated(PushbackInputStream in) throws IOException {
        int first = in.read();
        int second = in.read();
        if (second >= 0) {
            in.unread(second);
        }
        if (first >= 0) {
            in.unread(first);
        }
        boolean isZlib = (first & 0x0f) == ZLIB_METHOD && ((first << 8) + second) % 31 == 0;
        Inflater inflater = new Inflater(!isZlib);
        return new InflaterInputStream(in, inflater, 16 * 1024) {
            @Override
            public void close() throws IOException {
                inflater.end();
                super.close();
            }
        };
    }

    private static final class Bounded extends FilterInputStream {
        private final long limit;
        private long count;

        Bounded(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read;
            try {
                read = in.read(target, offset, length);
            } catch (RuntimeException e) { // the library's, of damaged bytes
                throw new IOException("found a body that is no zstd", e);
            }
            count += Math.max(0, read);
            if (count > limit) {
                throw new BodyTooLargeException(limit);
            }
            return read;
        }
    }
}
