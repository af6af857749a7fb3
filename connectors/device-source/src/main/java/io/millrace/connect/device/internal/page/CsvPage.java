// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.page;

import com.fasterxml.jackson.core.JsonPointer;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.records.Fault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A CSV (RFC 4180) in UTF-8: each row is an object with the columns' names, all of whose values are strings, and null
 * where a field is empty.
 */
final class CsvPage implements PageReader {
    private static final int MAX_COLUMNS = 16_000;

    private final RecordShape shape;
    private final int maxDepth;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> rows;
    private final CRC32C digest = new CRC32C();
    private final Counting counting;
    private List<String> columns;
    private @Nullable CsvRecord row;
    private long count;

    CsvPage(PageFormat format, InputStream body, RecordShape shape) {
        this.shape = shape;
        this.maxDepth = format.limits().maxDepth();
        this.columns = format.columns();
        this.counting = new Counting(body);
        int most = format.limits().maxRecordBytes();
        this.reader = CsvReader.builder()
                .fieldSeparator(format.delimiter())
                .allowExtraFields(true) // a row of its own is bad then
                .allowMissingFields(true)
                .maxBufferSize(Math.max(most, 32 * 1024))
                .build(
                        CsvRecordHandler.of(handler -> handler.maxFields(MAX_COLUMNS)
                                .maxFieldSize(most)
                                .maxRecordSize(most)),
                        new InputStreamReader(
                                counting,
                                StandardCharsets.UTF_8
                                        .newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPORT)
                                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        this.rows = reader.iterator();
    }

    @Override
    public @Nullable Shaped next() throws IOException {
        if (!advance() || row == null) {
            return null;
        }
        CsvRecord now = row;
        String text = String.join(",", now.getFields());
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        try {
            return OneRecord.read(shape, Rows.object(columns, now.getFields()), maxDepth);
        } catch (Fault fault) {
            throw new BadRecordException(
                    "line " + now.getStartingLineNumber() + fault.pointer(), fault.found(), text, fault);
        }
    }

    @Override
    public boolean skip() throws IOException {
        return advance();
    }

    private boolean advance() throws IOException {
        try {
            if (columns.isEmpty() && rows.hasNext()) {
                columns = header(rows.next().getFields());
            }
            if (!rows.hasNext()) {
                return false;
            }
            row = rows.next();
            count++;
            return true;
        } catch (CsvParseException e) {
            throw new UnreadablePageException("", "a CSV that cannot be read after row " + count, e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new UnreadablePageException("", "text that is not UTF-8 after row " + count, e);
            }
            throw e.getCause();
        }
    }

    private static List<String> header(List<String> names) {
        if (new HashSet<>(names).size() != names.size() || names.contains("")) {
            throw new UnreadablePageException(
                    "line 1",
                    "a header with " + names.size() + " names (expected one for each column, all different)",
                    null);
        }
        return names.get(0).startsWith("\uFEFF")
                ? java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(names.get(0).substring(1)),
                                names.stream().skip(1))
                        .toList()
                : names;
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
        return counting.count;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
