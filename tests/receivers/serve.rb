# frozen_string_literal: true

# Serves the Rack application in the current folder with the standard library, as far as the tests need it.

require 'socket'
require 'stringio'
require File.expand_path('app')

app = Receiver.new(Inbox.new(ENV.fetch('WEBHOOK_INBOX')))
server = TCPServer.new('127.0.0.1', 0)
warn "listening on http://127.0.0.1:#{server.addr[1]}"
loop do
  client = server.accept
  method, target = client.gets.to_s.split
  env = { 'REQUEST_METHOD' => method, 'REQUEST_URI' => target, 'PATH_INFO' => target.to_s[/\A[^?]*/],
          'QUERY_STRING' => target.to_s[/\?(.*)/, 1], 'rack.url_scheme' => 'http' }
  while (line = client.gets.to_s.chomp) && !line.empty?
    name, value = line.split(/:\s*/, 2)
    name = name.upcase.tr('-', '_')
    env[%w[CONTENT_TYPE CONTENT_LENGTH].include?(name) ? name : "HTTP_#{name}"] = value
  end
  env['rack.input'] = StringIO.new(client.read(env['CONTENT_LENGTH'].to_i).to_s)
  status, headers, body = app.call(env)
  text = body.join
  fields = headers.map { |key, value| "#{key}: #{value}\r\n" }.join
  client.write("HTTP/1.1 #{status} X\r\n#{fields}Content-Length: #{text.bytesize}\r\nConnection: close\r\n\r\n#{text}")
  client.close
end
