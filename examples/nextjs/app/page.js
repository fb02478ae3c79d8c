export default function Page() {
  return <p>Webhooks are received at /webhook.</p>;
}
