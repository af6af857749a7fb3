// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.shape.Shaped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Of records, only the values that another endpoint's templates ask for. Records that lack one are left out. */
final class ParentCollector implements RecordCollector {
    private final Set<String> names;
    private final Map<String, String> inherited;
    private List<Map<String, String>> found = new ArrayList<>();
    private List<Map<String, String>> page = new ArrayList<>();
    private @Nullable String lastKey;

    /**
     * @param names field names or JSON pointers
     * @param inherited what each record has from its own parent, by the names that templates have for it
     */
    ParentCollector(Set<String> names, Map<String, String> inherited) {
        this.names = Set.copyOf(names);
        this.inherited = Map.copyOf(inherited);
    }

    @Override
    public void begin(Position at) {
        page = new ArrayList<>();
        if (at.cursor() == null) {
            found = new ArrayList<>();
        }
    }

    @Override
    public void take(Shaped record, long count) {
        lastKey = record.pageKey();
        Map<String, String> values = PointerValues.read(String.valueOf(record.value()), names);
        if (values.keySet().containsAll(names)) {
            values.putAll(inherited);
            page.add(values);
        }
    }

    @Override
    public void pass(long count, @Nullable Dead dead) {
        // nothing can be asked for it
    }

    @Override
    public @Nullable String lastKey() {
        return lastKey;
    }

    @Override
    public void handOnIfMuch(long bytes, Consumer<Answer.Part> parts) {
        // nothing is handed on
    }

    @Override
    public void handOn(Consumer<Answer.Part> parts) {
        // the page is asked for again
    }

    @Override
    public Collected end(Position next, boolean isLast) {
        found.addAll(page);
        return new Collected(List.of(), isLast ? Position.START : next, true);
    }

    /** What the whole list had. */
    List<Map<String, String>> drain() {
        List<Map<String, String>> all = found;
        found = new ArrayList<>();
        return all;
    }
}
