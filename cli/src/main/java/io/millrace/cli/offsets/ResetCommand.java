// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.offsets.Alteration.Order;
import io.millrace.cli.rest.PartitionOffset;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Worker;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "reset",
        description = {
            "Forgets all offsets of a stopped connector, after showing what they are.",
            "A source begins anew, with a snapshot if it makes one; a sink where auto.offset.reset says. Keep the offsets "
                    + "before: offsets show NAME --output json."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace connectors offsets reset orders-sink",
            "  millrace connectors offsets reset shop-source --stop --yes"
        })
final class ResetCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    @Mixin
    private ChangeOptions options = new ChangeOptions();

    ResetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Worker worker = session.worker();
        return new Alteration(session, worker, options)
                .run(worker.connector(name), new Forgetting())
                .status();
    }

    private static final class Forgetting implements Order {
        @Override
        public String verb() {
            return "Forget";
        }

        @Override
        public List<Change> changes(List<PartitionOffset> current) {
            return Change.forgetting(current);
        }

        @Override
        public String send(Worker worker, String connector) {
            return worker.resetOffsets(connector);
        }
    }
}
