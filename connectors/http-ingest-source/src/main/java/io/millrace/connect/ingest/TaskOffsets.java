// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * The source partitions and offsets of a task: {@code {task: "0"}} with {@code {}}, or, where ids are kept, {@code {slot:
 * "17", task: "0"}} with {@code {turn: 42, ids: text}}. For the task's thread only.
 */
final class TaskOffsets {
    static final String TASK = "task";
    static final String SLOT = "slot";

    private final List<Map<String, String>> slots;
    private final Map<String, String> task;
    private final @Nullable MessageIds ids;

    private TaskOffsets(List<Map<String, String>> slots, Map<String, String> task, @Nullable MessageIds ids) {
        this.slots = slots;
        this.task = task;
        this.ids = ids;
    }

    static TaskOffsets of(HttpIngestConfig config, OffsetStorageReader reader) {
        Map<String, String> task = Map.of(TASK, config.task());
        if (config.keptIds() == 0) {
            return new TaskOffsets(List.of(), task, null);
        }
        List<Map<String, String>> slots = new ArrayList<>();
        for (int slot = 0; slot < slots(config.keptIds()); slot++) {
            slots.add(partition(config.task(), slot));
        }
        Map<Map<String, String>, Map<String, Object>> stored = reader.offsets(slots);
        List<Map<String, Object>> offsets = new ArrayList<>();
        for (Map<String, String> slot : slots) {
            Map<String, Object> offset = stored == null ? null : stored.get(slot);
            offsets.add(offset == null ? Map.of() : offset);
        }
        return new TaskOffsets(slots, task, new MessageIds(offsets));
    }

    /** One more than full slots, since one is being filled. */
    private static int slots(int ids) {
        return 1 + (ids + MessageIds.SLOT_IDS - 1) / MessageIds.SLOT_IDS;
    }

    /** Keys in order: the worker finds offsets by the bytes of their partition. */
    private static Map<String, String> partition(String task, int slot) {
        Map<String, String> partition = new LinkedHashMap<>();
        partition.put(SLOT, Integer.toString(slot));
        partition.put(TASK, task);
        return Collections.unmodifiableMap(partition);
    }

    @Nullable MessageIds ids() {
        return ids;
    }

    /** Of the next record. */
    IngestRecord.Place next(Item item) {
        if (ids == null) {
            return plain();
        }
        MessageIds.Offset offset = item.id() == null || item.isBad() ? ids.unchanged() : ids.written(item.id());
        return new IngestRecord.Place(slots.get(offset.slot()), offset);
    }

    /** Of a record that is no event. */
    IngestRecord.Place plain() {
        return new IngestRecord.Place(task, Map.of());
    }
}
