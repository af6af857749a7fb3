// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.records.Structs;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Copies a struct field by field; those with a change are changed, those without a slot are left out. */
final class StructChange implements Mask.Change {
    private final Schema target;
    private final int[] from;
    private final Mask.@Nullable Change[] changes;

    /**
     * @param from for each field of {@code target}, the index it is copied from
     * @param changes for each field of {@code target}; null for one that is copied as it is
     */
    StructChange(Schema target, List<Integer> from, List<Mask.@Nullable Change> changes) {
        this.target = target;
        this.from = from.stream().mapToInt(Integer::intValue).toArray();
        this.changes = changes.toArray(new Mask.@Nullable Change[0]);
    }

    @Override
    public Object apply(Object value) {
        @Nullable Object[] values = Structs.values((Struct) value);
        Struct result = new Struct(target);
        @Nullable Object[] slots = Structs.open(result);
        for (int i = 0; i < from.length; i++) {
            Object each = values[from[i]];
            Mask.Change change = changes[i];
            slots[i] = each == null || change == null ? each : change.apply(each);
        }
        Structs.close(result, slots);
        return result;
    }
}
