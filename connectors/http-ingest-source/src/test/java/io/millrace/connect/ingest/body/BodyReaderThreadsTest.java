// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.device.internal.shape.Shaped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One reader, several threads. */
class BodyReaderThreadsTest {
    private static final int THREADS = 6;
    private static final int BODIES = 300;

    @ParameterizedTest
    @ValueSource(strings = {"device-event", "inferred", "raw"})
    void readsWhateverOthersRead(String shape) throws Exception {
        BodyReader reader = Bodies.post("/")
                .with("record.shape", shape, "record.id.pointer", shape.equals("device-event") ? "/event_id" : "/id")
                .reader();
        Set<Schema> schemas = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                tasks.add(() -> {
                    for (int i = 0; i < BODIES; i++) {
                        check(reader, number, i, schemas);
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        if (shape.equals(
                "inferred")) { // every new field once, whoever saw it, and no two schemas that know different ones
            List<Schema> bySize = schemas.stream()
                    .sorted((a, b) ->
                            Integer.compare(a.fields().size(), b.fields().size()))
                    .toList();
            for (int i = 1; i < bySize.size(); i++) {
                assertThat(bySize.get(i).fields()).containsAll(bySize.get(i - 1).fields());
            }
            assertThat(bySize.get(bySize.size() - 1).fields()).hasSize(4 + 10);
        }
    }

    private static void check(BodyReader reader, int thread, int i, Set<Schema> schemas) throws Exception {
        String id = thread + "-" + i;
        String event = "{\"id\":\"%s-%d\",\"device_id\":\"d" + thread + "\",\"type\":\"t\",\"n\":" + i + ",\"f" + i / 30
                + "\":1}";
        String bad = "5";
        Bodies request = Bodies.post(i % 2 == 0 ? "/v1/events" : "/v1/batch")
                .body("[" + event.formatted(id, 0) + "," + bad + "," + event.formatted(id, 1) + "]");

        List<Event> events = reader.read(request.route(), request.inbound()).all();

        assertThat(events).hasSize(3);
        assertThat(events.get(0).id()).isEqualTo(id + "-0");
        assertThat(events.get(2).id()).isEqualTo(id + "-1");
        Shaped record = ((Event.Good) events.get(2)).record();
        schemas.add(record.valueSchema());
        if (record.value() instanceof Struct struct) {
            struct.validate();
            assertThat(struct.get("device_id")).isEqualTo("d" + thread);
        } else {
            assertThat(record.value()).isEqualTo(event.formatted(id, 1));
        }
    }
}
