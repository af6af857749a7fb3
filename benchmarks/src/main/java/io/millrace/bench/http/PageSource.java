// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;

/** Something that asks an API for the pages of a list. */
interface PageSource extends AutoCloseable {
    /** Gives the records that have come, and says of how many events; 0 if there are none yet. */
    int poll(Consumer<SourceRecord> records) throws IOException;

    @Override
    void close();
}
