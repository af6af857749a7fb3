// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.millrace.testkit.servers.ConnectWorker;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a worker shows the sink's metrics, and that one without metrics for plugins runs the sink all the same. */
@Timeout(180)
class MetricsIT {
    private static final long RECORDS = 10;

    @Test
    void areAmongTheWorkers() throws Exception {
        try (ConnectWorker worker = PackagedSink.worker().start();
                Sandbox sandbox = new Sandbox()) {
            append(worker, sandbox);

            VirtualMachine jvm = VirtualMachine.attach(String.valueOf(worker.pid()));
            JMXServiceURL address = new JMXServiceURL(jvm.startLocalManagementAgent());
            try (JMXConnector jmx = JMXConnectorFactory.connect(address)) {
                MBeanServerConnection beans = jmx.getMBeanServerConnection();
                ObjectName name =
                        new ObjectName("kafka.connect:type=plugins,connector=sink-" + sandbox.schema + ",task=0");
                assertThat(beans.queryNames(new ObjectName("kafka.connect:type=plugins,*"), null))
                        .containsExactly(name);
                assertThat(attributes(beans, name))
                        .containsExactly(
                                "batch-size-avg",
                                "batch-size-max",
                                "buffer-bytes",
                                "bytes-rate",
                                "bytes-total",
                                "commit-time-avg-ms",
                                "commit-time-max-ms",
                                "compaction-ratio",
                                "dead-letters-total",
                                "fenced-total",
                                "flush-time-avg-ms",
                                "flush-time-max-ms",
                                "lag-avg-ms",
                                "lag-max-ms",
                                "paused",
                                "records-total",
                                "retries-total",
                                "rows-rate",
                                "rows-total",
                                "stale-total");
                assertThat(beans.getAttribute(name, "records-total")).isEqualTo((double) RECORDS);
                assertThat(beans.getAttribute(name, "rows-total")).isEqualTo((double) RECORDS);
                assertThat((Double) beans.getAttribute(name, "flush-time-max-ms"))
                        .isPositive();
                assertThat((Double) beans.getAttribute(name, "lag-max-ms")).isPositive();
                assertThat(beans.getAttribute(name, "buffer-bytes")).isEqualTo(0L);
            } finally {
                jvm.detach();
            }
        }
    }

    @Test
    void areLeftOutWhereTheWorkerHasNoneForPlugins() throws Exception {
        try (ConnectWorker worker = PackagedSink.worker()
                        .version(ConnectWorker.Version.OLDEST)
                        .start();
                Sandbox sandbox = new Sandbox()) {
            append(worker, sandbox);

            assertThat(worker.status("sink-" + sandbox.schema).isRunning()).isTrue();
        }
    }

    private static void append(ConnectWorker worker, Sandbox sandbox) throws Exception {
        Numbers numbers = new Numbers(sandbox);
        numbers.create();
        numbers.produce(0, RECORDS);
        worker.put("sink-" + sandbox.schema, numbers.config());
        numbers.awaitRows(RECORDS);
    }

    private static Set<String> attributes(MBeanServerConnection beans, ObjectName name) throws Exception {
        Set<String> names = new TreeSet<>();
        for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
            names.add(attribute.getName());
        }
        return names;
    }
}
