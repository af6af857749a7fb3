// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.page;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.shape.Shaped;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One page, read once, from its first record to its last. Not thread-safe. */
public interface PageReader extends AutoCloseable {
    /**
     * The next record; null after the last.
     *
     * @throws BadRecordException if it does not fit; the reader has passed it, and may go on
     * @throws UnreadablePageException if the page is not what it must be
     */
    @Nullable Shaped next() throws IOException;

    /** Passes over a record; false if there was none. */
    boolean skip() throws IOException;

    /** How many records there have been, those passed over included. */
    long count();

    /** Once all have been read: the text, number or boolean there, outside the records; null for none. */
    @Nullable String envelope(JsonPointer pointer);

    /** Of the bytes of all records that were read, bad ones too, to tell a page that was served before. */
    long digest();

    /** How many bytes of the page have been read. */
    long bytes();

    @Override
    void close() throws IOException;
}
