// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What HttpPollSourceTask keeps on a small heap while a page of so many events streams through it, and whoever takes its
 * records takes his time, so that all is there that it reads ahead.
 */
final class HeapFork {
    static final long HEAP_BYTES = 64L << 20;

    private static final int FEW_EVENTS = 1_000;
    private static final int BATCHES_PER_SAMPLE = 8;
    private static final long PAUSE_MS = 100;
    private static final long NOISE_BYTES = 100_000;

    private long start;
    private long most;

    private HeapFork() {}

    static List<String> flags() {
        return List.of("-Xms" + HEAP_BYTES, "-Xmx" + HEAP_BYTES);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (Api api = Api.start()) {
            System.out.println(new HeapFork().measure(api, Integer.parseInt(args[0])));
        }
        System.exit(0); // OkHttp's threads stay for a while
    }

    /** The bytes that the source kept at most, beyond what there was before. */
    private long measure(Api api, int events) throws InterruptedException {
        read(api, FEW_EVENTS); // what the source needs for any page
        start = usedBytes();
        most = 0;
        read(api, events);
        return most;
    }

    /** Nothing here keeps the records: what is reachable afterwards, the source keeps. */
    private void read(Api api, int events) throws InterruptedException {
        try (TaskSource source = new TaskSource(api.page(events), FEW_EVENTS, Contestant.MILLRACE_RAW.props())) {
            int batches = 0;
            int count = 0;
            while (count < events) {
                int taken = source.poll(record -> {});
                count += taken;
                if (taken > 0 && batches++ % BATCHES_PER_SAMPLE == 0) {
                    most = Math.max(most, usedBytesInTheEnd() - start);
                }
            }
        }
    }

    /** Once the source has read ahead as far as it does. */
    private static long usedBytesInTheEnd() throws InterruptedException {
        long before;
        long now = usedBytes();
        do {
            before = now;
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            now = usedBytes();
        } while (now > before + NOISE_BYTES);
        return now;
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
