// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.testkit.servers.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A part of the pipeline that can be killed.
 *
 * @param name how it is called
 * @param server what is killed
 * @param around lets whoever cannot do without it stand aside meanwhile
 */
record Victim(String name, Server server, Consumer<Runnable> around) {
    static List<Victim> all(Pipeline pipeline) {
        List<Victim> all = new ArrayList<>(allButTheWorker(pipeline));
        all.add(worker(pipeline));
        return all;
    }

    static Victim worker(Pipeline pipeline) {
        return new Victim("Kafka Connect", pipeline.stack().worker(), Runnable::run);
    }

    static List<Victim> allButTheWorker(Pipeline pipeline) {
        Stack stack = pipeline.stack();
        List<Victim> all = new ArrayList<>();
        all.add(new Victim("Kafka", stack.kafka(), Runnable::run));
        all.add(new Victim("Schema registry", stack.registry(), Runnable::run));
        all.add(new Victim("PostgreSQL", stack.postgres(), Runnable::run));
        stack.clickHouse().ifPresent(server -> all.add(new Victim("ClickHouse", server, Runnable::run)));
        // Whether a commit that was cut off took place, the shop could not know: it stands between two.
        stack.shop().own().ifPresent(server -> all.add(new Victim("Shop database", server, pipeline.shop()::without)));
        return all;
    }

    /** Kills it with SIGKILL, lets {@code meanwhile} run, and starts it again. */
    void away(Runnable meanwhile) {
        around.accept(() -> {
            server.kill();
            meanwhile.run();
            server.restart();
        });
    }
}
