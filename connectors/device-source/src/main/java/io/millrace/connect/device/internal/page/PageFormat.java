// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.page;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.shape.RecordShape;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What pages look like.
 *
 * @param records where a JSON page has its array of records; empty for the page itself
 * @param envelope what is read of a JSON page outside its records
 * @param columns names of the elements of records that are arrays, and of a CSV's fields without a header line
 * @param isFlattened whether the array has arrays of records
 * @param delimiter between the fields of a CSV
 */
public record PageFormat(
        Kind kind,
        JsonPointer records,
        List<JsonPointer> envelope,
        List<String> columns,
        boolean isFlattened,
        char delimiter,
        Limits limits) {
    public PageFormat {
        envelope = List.copyOf(envelope);
        columns = List.copyOf(columns);
    }

    public enum Kind {
        JSON,
        NDJSON,
        CSV
    }

    /**
     * What a page is bounded by.
     *
     * @param maxRecordBytes the longest record
     * @param maxDepth how many objects and arrays may be inside each other
     */
    public record Limits(int maxRecordBytes, int maxDepth) {}

    /**
     * Begins to read a page.
     *
     * @throws UnreadablePageException if it cannot be one
     */
    public PageReader open(InputStream body, RecordShape shape) throws IOException {
        return switch (kind) {
            case JSON -> JsonPage.open(this, body, shape);
            case NDJSON -> new LinesPage(this, body, shape);
            case CSV -> new CsvPage(this, body, shape);
        };
    }
}
