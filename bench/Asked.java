import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The driver of the cluster: a statement a line (base64, so that its text stays as it is), answered by a line
 * "rows milliseconds executors lost failed" and then its rows, columns apart by tabs; or by a line "fault words".
 * Only what listens on ports of our choosing is used: so no driver in Python, whose bridge takes any port.
 */
public class Asked {
    static final AtomicInteger EXECUTORS = new AtomicInteger(), LOST = new AtomicInteger(), FAILED = new AtomicInteger();

    public static void main(String[] given) throws Exception {
        SparkSession spark = SparkSession.builder().getOrCreate();
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override public void onExecutorAdded(SparkListenerExecutorAdded event) { EXECUTORS.incrementAndGet(); }
            @Override public void onExecutorRemoved(SparkListenerExecutorRemoved event) { LOST.incrementAndGet(); }
            @Override public void onTaskEnd(SparkListenerTaskEnd event) {
                if (event.taskInfo().failed()) FAILED.incrementAndGet();
            }
        });
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            String text = new String(Base64.getDecoder().decode(lines.nextLine()), StandardCharsets.UTF_8);
            StringBuilder said = new StringBuilder();
            try {
                long began = System.nanoTime();
                List<Row> rows = spark.sql(text).collectAsList();
                long took = (System.nanoTime() - began) / 1_000_000;
                int here = spark.sparkContext().statusTracker().getExecutorInfos().length - 1;
                said.append(rows.size()).append(' ').append(took).append(' ').append(here).append(' ')
                    .append(LOST.get()).append(' ').append(FAILED.get()).append('\n');
                for (Row row : rows) said.append(row.mkString("\t")).append('\n');
            } catch (Exception fault) {
                said.append("fault ").append(String.valueOf(fault.getMessage()).replace('\n', ' ')).append('\n');
            }
            System.out.write(said.toString().getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
        spark.stop();
    }
}
