// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import io.millrace.bench.RecordContender;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/** A transform, or a chain of them, at work on change events. */
final class Normalizer extends RecordContender<SourceRecord> {
    private final Form form;
    private final List<Transformation<SourceRecord>> chain;

    Normalizer(Entry entry, Records<SourceRecord> records) {
        super(entry.name, records);
        this.form = entry.form;
        this.chain = List.copyOf(entry.chain);
    }

    /** Who takes part: transforms, and how they write a change. */
    record Entry(String name, Form form, List<Transformation<SourceRecord>> chain) {}

    Form form() {
        return form;
    }

    @Override
    protected @Nullable SourceRecord apply(SourceRecord item) {
        SourceRecord result = item;
        for (int i = 0; i < chain.size() && result != null; i++) {
            result = chain.get(i).apply(result);
        }
        return result;
    }
}
