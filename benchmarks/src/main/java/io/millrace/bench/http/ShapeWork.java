// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.page.PageFormat;
import io.millrace.connect.device.internal.page.PageReader;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.Shaped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Consumer;

/** What HttpPollSourceConnector does with a page, from its bytes to the parts of each record. */
final class ShapeWork implements PageWork {
    private static final JsonPointer NEXT = JsonPointer.compile("/next");

    private final PageFormat format;
    private final RecordShape shape;

    ShapeWork(PageFormat format, RecordShape shape) {
        this.format = format;
        this.shape = shape;
    }

    @Override
    public String read(byte[] page, Consumer<Object> events) throws IOException {
        try (PageReader reader = format.open(new ByteArrayInputStream(page), shape)) {
            for (Shaped shaped = reader.next(); shaped != null; shaped = reader.next()) {
                events.accept(shaped);
            }
            return String.valueOf(reader.envelope(NEXT));
        }
    }
}
